import type { Span } from '../text/span.ts';

/**
 * One step of bringing a lab up, as plain data: what iproute2 is asked to do, and the place in the lab that it
 * comes from. Nothing here is shell text. What an operation makes in a root namespace is undone from the
 * journal: namespaces by name, devices by the lab's group; what it makes inside a namespace goes with that.
 */
export type Operation = { readonly origin: Span } & (
  | { readonly op: 'add-namespace'; readonly name: string }
  | { readonly op: 'add-bridge'; readonly end: End }
  | { readonly op: 'add-veth'; readonly end: End; readonly peer: End }
  | { readonly op: 'set-master'; readonly device: string; readonly master: string }
  | { readonly op: 'set-mtu'; readonly device: string; readonly mtu: number }
  | { readonly op: 'set-up'; readonly device: string }
  | { readonly op: 'add-address'; readonly device: string; readonly address: string }
  | { readonly op: 'add-neighbour'; readonly neighbour: PlannedNeighbour }
  | { readonly op: 'add-route'; readonly route: PlannedRoute }
  | { readonly op: 'add-rule'; readonly rule: PlannedRule }
);

/** A device as `ip link add` makes it. */
export interface End {
  readonly name: string;
  /** The namespace that it is made in; a root namespace without it. */
  readonly namespace?: string;
  /** The lab's own group number, for devices in a root namespace. */
  readonly group?: number;
  readonly mac?: string;
  readonly mtu?: number;
  readonly master?: string;
  /** Made up at once: a port that nothing has to be set on before. */
  readonly up?: boolean;
}

export interface PlannedNeighbour {
  readonly address: string;
  readonly mac: string;
  readonly device: string;
}

/** A route in ip-route(8)'s terms; what is not said is not there. */
export interface PlannedRoute {
  readonly family: 'inet' | 'inet6';
  readonly type: 'unicast' | 'blackhole' | 'unreachable' | 'prohibit';
  /** `default`, a host, or a prefix: as ip-route(8) prints it. */
  readonly to: string;
  readonly hops: readonly {
    readonly via?: string;
    readonly viaFamily?: 'inet' | 'inet6';
    readonly device: string;
    readonly weight?: number;
    readonly onlink?: boolean;
  }[];
  readonly table?: number;
  readonly src?: string;
  readonly metric?: number;
  readonly mtu?: number;
}

/** A rule in ip-rule(8)'s terms. */
export interface PlannedRule {
  readonly family: 'inet' | 'inet6';
  readonly priority: number;
  readonly not?: boolean;
  readonly from?: string;
  readonly to?: string;
  readonly iif?: string;
  readonly oif?: string;
  readonly action: 'lookup' | 'blackhole' | 'unreachable' | 'prohibit';
  /** `main`, `default`, `local`, or a number. */
  readonly table?: string;
  readonly suppressPrefixLength?: number;
}
