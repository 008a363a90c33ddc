import type { Family } from '../model/address.ts';
import type { Span } from '../text/span.ts';
import type { Operation, PlannedNeighbour, PlannedRoute, PlannedRule } from './operation.ts';

/** What one machine does to bring its part of a lab up, in order. */
export interface Plan {
  readonly lab: string;
  readonly host: string | undefined;
  /** `LAB`, or `LAB@HOST`: the name of the state. */
  readonly id: string;
  /** The group number of the lab's devices in the root namespace: never 0, which is every device's default. */
  readonly group: number;
  /** Of the steps without their places: two labs that do the same have the same. */
  readonly digest: string;
  readonly steps: readonly Step[];
}

/** A step of a script: a word of its `lab` function. */
export type Step =
  | {
      readonly step: 'uplink';
      readonly device: string;
      readonly checks: readonly string[];
      readonly origin: Span;
    }
  | { readonly step: 'prefix'; readonly prefix: string; readonly origin: Span }
  | { readonly step: 'root'; readonly operations: readonly Operation[]; readonly about: readonly Span[] }
  /** Links between namespaces, and bridges in them: nothing of them is in the root namespace. */
  | { readonly step: 'links'; readonly operations: readonly Operation[] }
  | {
      readonly step: 'inside';
      readonly namespace: string;
      readonly forward: readonly Family[];
      readonly devices: readonly string[];
      readonly operations: readonly Operation[];
      readonly about: readonly Span[];
    }
  /** The IPv6 rules of a namespace, whose family ip takes from nothing but its own option. */
  | { readonly step: 'rules6'; readonly namespace: string; readonly operations: readonly Operation[] }
  | { readonly step: 'interface'; readonly device: string; readonly origin: Span }
  | { readonly step: 'route'; readonly route: PlannedRoute; readonly origin: Span }
  | { readonly step: 'rule'; readonly rule: PlannedRule; readonly origin: Span }
  | { readonly step: 'neighbour'; readonly neighbour: PlannedNeighbour; readonly origin: Span }
  | {
      readonly step: 'forward';
      readonly device: string;
      readonly families: readonly Family[];
      readonly origin: Span;
    }
  | {
      readonly step: 'table';
      readonly node: string;
      readonly name: string;
      readonly rules: readonly NatRule[];
    }
  | {
      readonly step: 'expect';
      readonly kind: 'reaches' | 'cannot';
      readonly node: string;
      readonly addresses: readonly string[];
      readonly text: string;
      /** The addresses of each node on the way; undefined where the lab does not say. */
      readonly hops: readonly (readonly string[])[] | undefined;
      /** An address of the target that the sender has itself: it is never sent there. */
      readonly own: string | undefined;
      /** The host whose script proves it, where that is another one. */
      readonly elsewhere: string | undefined;
      readonly origin: Span;
    }
  | {
      readonly step: 'expect-all';
      readonly sources: readonly string[];
      /** What they are called together. */
      readonly to: string;
      readonly targets: readonly { readonly name: string; readonly addresses: readonly string[] }[];
      readonly origin: Span;
    };

/** A masquerade: of what comes from the prefix, leaves through the device, or both. */
export interface NatRule {
  readonly prefix?: { readonly family: Family; readonly text: string };
  readonly device?: string;
  readonly origin: Span;
}
