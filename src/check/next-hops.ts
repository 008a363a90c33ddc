import { metricOf } from '../forwarding/fib.ts';
import { type Neighbours, neighboursAt } from '../forwarding/neighbours.ts';
import { type Address, contains, isLinkLocal, lastOf } from '../model/address.ts';
import type { Device, InterfaceAddress, NextHop, Node, Route } from '../model/lab.ts';
import { onLinkDevice } from '../model/next-hops.ts';
import { mainTable } from '../model/routing-place.ts';
import type { Subject } from './rule.ts';

/** A next hop of a written route, and what the kernel makes of it. */
export interface Hop {
  readonly node: Node;
  readonly route: Route;
  readonly hop: NextHop;
  readonly via: Address;
  readonly state: State;
}

/** What a next hop is, and the prefix that it lies in. */
type State =
  | { readonly is: 'own'; readonly address: InterfaceAddress }
  | { readonly is: 'off-link' }
  /** An earlier route says that it is behind a next hop itself. */
  | { readonly is: 'behind'; readonly by: Route }
  | { readonly is: 'at-loopback' }
  | { readonly is: 'broadcast'; readonly address: InterfaceAddress }
  | { readonly is: 'neighbour' };

const cache = new WeakMap<Subject, readonly Hop[]>();

/** Every next hop of a lab, in the order of nodes and routes. */
export function nextHops(subject: Subject): readonly Hop[] {
  const known = cache.get(subject);
  if (known) return known;
  const found: Hop[] = [];
  for (const node of subject.nodes) addHops(node, found);
  cache.set(subject, found);
  return found;
}

const answers = new WeakMap<Subject, Map<Hop, Neighbours>>();

/** Who takes what a node sends to a next hop; undefined where the kernel takes it for none. */
export function neighboursOf(one: Hop, subject: Subject): Neighbours | undefined {
  const { route, hop, via, state } = one;
  const { network } = subject;
  if (state.is !== 'neighbour' || !network.segments.of(hop.device)) return undefined;
  const all = answers.get(subject) ?? new Map<Hop, Neighbours>();
  let known = all.get(one);
  if (!known) {
    known = neighboursAt(network, hop.device, via, route.src);
    answers.set(subject, all.set(one, known));
  }
  return known;
}

/** Where what is sent to a next hop comes in, if it is sure which node that is. */
export function routerOf(one: Hop, subject: Subject): Device | undefined {
  const found = neighboursOf(one, subject);
  if (found?.kind !== 'taken') return undefined;
  const [first, ...others] = found.by;
  return others.some(({ node }) => node !== first?.node) || first?.node === one.node ? undefined : first;
}

function addHops(node: Node, into: Hop[]): void {
  let direct: readonly Route[] | undefined;
  for (const route of node.routes)
    for (const hop of route.hops) {
      const { via } = hop;
      if (!via) continue;
      direct ??= node.routes.filter(({ hops }) => !hops[0]?.via);
      into.push({ node, route, hop, via, state: stateOf(node, route, hop, via, direct) });
    }
}

function stateOf(
  node: Node,
  route: Route,
  { device, onlink }: NextHop,
  via: Address,
  direct: readonly Route[],
): State {
  // of IPv4 only what the device itself has counts, unless the route says `onlink` (fib_check_nh_v4_gw)
  const counted = onlink || via.family === 'inet6' ? node.devices : [device];
  const address = addressIn(counted, via);
  if (address) return { is: 'own', address };
  if (via.family === 'inet6' && isLinkLocal(via)) return neighbour;
  if (onlink)
    return via.family === 'inet6' && isElsewhere(node, route, device, via) ? { is: 'off-link' } : neighbour;
  if (onLinkDevice(node, via, device, route.table, direct) !== device) return { is: 'off-link' };
  const by = via.family === 'inet6' ? behind(node, route, device, via) : undefined;
  if (by) return { is: 'behind', by };
  if (device.kind === 'lo') return { is: 'at-loopback' };
  return broadcast(device, via) ?? neighbour;
}

const neighbour: State = { is: 'neighbour' };

function addressIn(devices: readonly Device[], { text }: Address): InterfaceAddress | undefined {
  for (const { addresses } of devices) for (const one of addresses) if (one.address.text === text) return one;
  return undefined;
}

/** An IPv4 address that stands for everybody on the link: the kernel takes none as a next hop (fib_check_nh). */
function broadcast({ addresses }: Device, via: Address): State | undefined {
  for (const address of addresses) {
    const { prefix } = address;
    if (via.family !== 'inet' || prefix.length > 30 || !contains(prefix, via)) continue;
    if (via.bits === lastOf(prefix)) return { is: 'broadcast', address };
  }
  return undefined;
}

/**
 * The route by which a next hop is behind another one as its own route is made, in that route's table and in `main`
 * (ip6_route_check_nh; of IPv4 fib_check_nh_v4_gw passes over such routes).
 */
function behind(node: Node, route: Route, device: Device, via: Address): Route | undefined {
  const own = nearest(node, route, device, via, route.table);
  if (own && !own.hops[0]?.via) return undefined;
  const found = nearest(node, route, device, via, mainTable);
  return found?.hops[0]?.via ? found : undefined;
}

/** Of the routes that are there before another, the one by a device to an address; undefined where that is a prefix. */
function nearest(node: Node, before: Route, device: Device, via: Address, table: number): Route | undefined {
  const connected = device.addresses.filter(({ prefix }) => contains(prefix, via));
  let best: Candidate | undefined;
  if (table === mainTable)
    for (const { prefix } of connected)
      best = better(best, { length: prefix.length, metric: 256, route: undefined });
  for (const route of earlier(node, before, table, via))
    if (route.hops.some((hop) => hop.device === device))
      best = better(best, { length: route.prefix.length, metric: metricOf(route), route });
  return best?.route;
}

/**
 * Whether IPv6 finds by another device alone what is said to be on-link at one, in `main` and the default route aside; a
 * route that drops its packets is none (ip6_route_check_nh_onlink).
 */
function isElsewhere(node: Node, before: Route, device: Device, via: Address): boolean {
  let best: Candidate | undefined;
  let devices: Device[] = [];
  const offer = (other: Candidate, by: readonly Device[]): void => {
    if (best && other.length === best.length && other.metric === best.metric) devices.push(...by);
    else if (better(best, other) === other) [best, devices] = [other, [...by]];
  };
  for (const one of node.devices)
    for (const { prefix } of one.addresses)
      if (contains(prefix, via)) offer({ length: prefix.length, metric: 256, route: undefined }, [one]);
  for (const route of earlier(node, before, mainTable, via))
    if (route.prefix.length > 0)
      offer(
        { length: route.prefix.length, metric: metricOf(route), route },
        route.hops.length > 0 ? route.hops.map((hop) => hop.device) : [device],
      );
  return devices.length > 0 && !devices.includes(device);
}

/** The routes of a table that cover an address and are there before another: those with a next hop are made last, in the order of the file. */
function earlier(node: Node, before: Route, table: number, via: Address): readonly Route[] {
  return node.routes.filter(
    (route) =>
      route.table === table &&
      contains(route.prefix, via) &&
      !(route.hops.some((hop) => hop.via) && route.origin.start >= before.origin.start),
  );
}

interface Candidate {
  readonly length: number;
  readonly metric: number;
  readonly route: Route | undefined;
}

function better(best: Candidate | undefined, other: Candidate): Candidate {
  if (!best || other.length > best.length) return other;
  return other.length === best.length && other.metric < best.metric ? other : best;
}
