import type { Span } from '../text/span.ts';
import type { Address, Family, Prefix } from './address.ts';

/**
 * What the drawing means: names resolved, addresses parsed, ports named. Every part knows the place in the
 * source that it comes from (`origin`). Objects refer to each other, so the graph may have cycles.
 */
export interface Lab {
  readonly name: string;
  readonly hosts: readonly Host[];
  readonly expectations: readonly Expectation[];
  /** Every short address that could be completed, once for each copy of it. */
  readonly completed: readonly CompletedAddress[];
}

/** What `.1` or `::1` stands for. */
export interface CompletedAddress {
  readonly address: Address;
  readonly from: InterfaceAddress;
  readonly device: Device;
  readonly origin: Span;
}

/** A machine: the root network namespace and the namespaces on it. A lab without `host` has one, without a name. */
export interface Host {
  readonly name: string | undefined;
  readonly origin: Span;
  readonly root: Node;
  readonly namespaces: Node[];
}

/** A network namespace. */
export interface Node {
  readonly kind: 'root' | 'ns';
  readonly name: string;
  readonly host: Host;
  readonly origin: Span;
  /** The statements that draw it: its own, or those of the devices in a root namespace. */
  readonly drawing: readonly Span[];
  readonly devices: Device[];
  routes: Route[];
  /** In the order of their statements, which is the kernel's among those of one priority. */
  readonly rules: PolicyRule[];
  readonly neighbours: Neighbour[];
  readonly nats: Nat[];
  /** An address of it could not be read: what that might have covered is not called missing. */
  unsure: boolean;
  /** Something in it could not be read or resolved: what it lacks may have been that, and is not called missing. */
  damaged: boolean;
  /** Every `forward` in it. */
  readonly forwards: readonly Span[];
  /** Where forwarding is switched on, by family. */
  readonly forward: { inet?: Span; inet6?: Span };
}

export type DeviceKind = 'bridge' | 'veth' | 'lo' | 'uplink';

export interface Device {
  readonly kind: DeviceKind;
  /** A generated port gets its name once all names that people wrote are known. */
  name: string;
  readonly node: Node;
  readonly origin: Span;
  readonly addresses: InterfaceAddress[];
  mtu: number | undefined;
  mtuOrigin: Span | undefined;
  mac: string | undefined;
  macOrigin: Span | undefined;
  /** `up` is asked of an uplink. */
  up: boolean;
  /** The bridge that it is a port of. */
  master: Device | undefined;
  /** Its cable or its bridge could not be resolved: what else is on its link is not known. */
  loose: boolean;
  /** The other end of a veth. */
  peer: Device | undefined;
  /** `generated`: a port that netgen makes because a cable ends at a bridge; `implied`: an end that only its peer names. */
  readonly written: 'written' | 'implied' | 'generated';
}

export interface InterfaceAddress {
  readonly address: Address;
  /** The network that the kernel derives a connected route for. */
  readonly prefix: Prefix;
  /** Without a length it is one address, as in ip-address(8). */
  readonly lengthSaid: boolean;
  readonly origin: Span;
}

export type RouteType = 'unicast' | 'blackhole' | 'unreachable' | 'prohibit';

export interface Route {
  readonly type: RouteType;
  readonly family: Family;
  readonly prefix: Prefix;
  readonly hops: readonly NextHop[];
  readonly metric: number | undefined;
  readonly table: number;
  readonly src: Address | undefined;
  readonly srcOrigin: Span | undefined;
  readonly mtu: number | undefined;
  readonly origin: Span;
}

/** One way out; several make a multipath route. */
export interface NextHop {
  readonly via: Address | undefined;
  /** Where the user does not say it, the one that the kernel finds. */
  readonly device: Device;
  readonly onlink: boolean;
  readonly weight: number | undefined;
  /** The next hop, or where the route says that it has none. */
  readonly origin: Span;
}

/** A rule of the routing policy database (ip-rule(8)): which table is asked for which packets. */
export interface PolicyRule {
  readonly family: Family;
  /** Lower ones are asked first. */
  readonly priority: number;
  /** It is for the packets that the rest does not name. */
  readonly not: boolean;
  readonly from: Prefix | undefined;
  readonly to: Prefix | undefined;
  readonly iif: Device | undefined;
  readonly oif: Device | undefined;
  readonly action: 'lookup' | 'blackhole' | 'unreachable' | 'prohibit';
  /** The table for `lookup`. */
  readonly table: number;
  readonly suppressPrefixLength: number | undefined;
  readonly origin: Span;
}

export interface Neighbour {
  readonly address: Address;
  readonly mac: string;
  readonly device: Device;
  readonly origin: Span;
}

export interface Nat {
  readonly prefix: Prefix | undefined;
  readonly device: Device | undefined;
  readonly origin: Span;
  readonly prefixOrigin: Span | undefined;
}

export interface Expectation {
  readonly kind: 'reaches' | 'cannot';
  /** The nodes that send: one, or every namespace where the lab says `all`. */
  readonly from: readonly Node[];
  /** What is to answer each of them, itself aside. */
  readonly to: readonly Target[];
  /** `all` is said, which never means a node to itself. */
  readonly several: boolean;
  /** The nodes that forward, in order; undefined where the lab does not say. */
  readonly via: readonly Node[] | undefined;
  readonly origin: Span;
}

export interface Target {
  /** As the user names it. */
  readonly text: string;
  /** The node that has the addresses; undefined for an address outside the lab. */
  readonly node: Node | undefined;
  /** What has to answer, in the families that the sender has too. */
  readonly addresses: readonly Address[];
}

/** How a node is named in messages and scripts: `ns1`, `root`, `left/ns1`, `left`. */
export function nodeName(node: Node): string {
  if (node.host.name === undefined) return node.name;
  return node.kind === 'root' ? node.host.name : `${node.host.name}/${node.name}`;
}

/** How a device is named in messages: `ns1:eth0`, `root:br0`, `left/ns1:eth0`. */
export function deviceName(device: Device): string {
  return `${nodeName(device.node)}:${device.name}`;
}

/** All nodes of a host, the root first. */
export function nodesOf(host: Host): readonly Node[] {
  return [host.root, ...host.namespaces];
}
