import { type Neighbours, neighboursAt } from '../forwarding/neighbours.ts';
import { type Address, contains, isLinkLocal, lastOf } from '../model/address.ts';
import type { Device, InterfaceAddress, NextHop, Node, Route } from '../model/lab.ts';
import { onLinkDevice } from '../model/next-hops.ts';
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
  | { readonly is: 'at-loopback' }
  | { readonly is: 'broadcast'; readonly address: InterfaceAddress }
  | { readonly is: 'neighbour' };

const cache = new WeakMap<Subject, readonly Hop[]>();

/** Every next hop of a lab, in the order of nodes and routes. */
export function nextHops(subject: Subject): readonly Hop[] {
  const known = cache.get(subject) ?? subject.nodes.flatMap(hopsOf);
  cache.set(subject, known);
  return known;
}

const answers = new WeakMap<Hop, Neighbours>();

/** Who takes what a node sends to a next hop; undefined where the kernel takes it for none. */
export function neighboursOf(one: Hop, { network }: Subject): Neighbours | undefined {
  const { route, hop, via, state } = one;
  if (state.is !== 'neighbour' || !network.segments.of(hop.device)) return undefined;
  const known = answers.get(one) ?? neighboursAt(network, hop.device, via, route.src);
  answers.set(one, known);
  return known;
}

/** Where what is sent to a next hop comes in, if it is sure which node that is. */
export function routerOf(one: Hop, subject: Subject): Device | undefined {
  const found = neighboursOf(one, subject);
  if (found?.kind !== 'taken') return undefined;
  const [first, ...others] = found.by;
  return others.some(({ node }) => node !== first?.node) || first?.node === one.node ? undefined : first;
}

function hopsOf(node: Node): readonly Hop[] {
  if (node.routes.length === 0) return [];
  const direct = node.routes.filter(({ hops }) => !hops[0]?.via);
  return node.routes.flatMap((route) =>
    route.hops.flatMap((hop) =>
      hop.via ? [{ node, route, hop, via: hop.via, state: stateOf(node, route, hop, hop.via, direct) }] : [],
    ),
  );
}

function stateOf(
  node: Node,
  { table }: Route,
  { device, onlink }: NextHop,
  via: Address,
  direct: readonly Route[],
): State {
  // of IPv4 only what the device itself has counts, unless the route says `onlink` (fib_check_nh_v4_gw)
  const counted = onlink || via.family === 'inet6' ? node.devices : [device];
  const address = addressIn(counted, via);
  if (address) return { is: 'own', address };
  if (onlink || (via.family === 'inet6' && isLinkLocal(via))) return { is: 'neighbour' };
  if (onLinkDevice(node, via, device, table, direct) !== device) return { is: 'off-link' };
  if (device.kind === 'lo') return { is: 'at-loopback' };
  return broadcast(device, via) ?? { is: 'neighbour' };
}

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
