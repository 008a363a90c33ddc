import { type Address, contains } from '../model/address.ts';
import type { Device, Node } from '../model/lab.ts';
import type { Network } from './network.ts';

/** Where a packet's way ends. */
type Ending =
  | 'delivered'
  | 'no-route'
  | 'dropped' // a blackhole, unreachable or prohibit route
  | 'not-answered' // nobody on the segment has the next hop
  | 'not-forwarded'
  | 'loop'
  | 'unknown'; // it may have gone to something that the lab does not know

export interface Walk {
  readonly end: Ending;
  /** The node at which it ends. */
  readonly at: Node;
  /** The nodes that it passed, the sender first. */
  readonly nodes: readonly Node[];
  /** A node on the way masquerades it: who answers sees another source. */
  readonly masqueraded: boolean;
}

/** Hops of an echo request: the initial TTL of Linux (net.ipv4.ip_default_ttl). */
const timeToLive = 64;

/** The way of a packet from a node to an address. */
export function walk(network: Network, from: Node, to: Address, source?: Address): Walk {
  const nodes = [from];
  let masqueraded = false;
  let node = from;
  const ended = (end: Ending): Walk => ({ end, at: node, nodes, masqueraded });
  for (let hops = 0; hops < timeToLive; hops++) {
    const fib = network.fibOf(node);
    if (fib.isLocal(to)) return ended('delivered');
    if (hops > 0 && !node.forward[to.family]) return ended(node.damaged ? 'unknown' : 'not-forwarded');
    const entry = fib.lookup(to);
    if (!entry) return ended(node.damaged ? 'unknown' : 'no-route');
    if (!entry.device || entry.device.kind === 'lo') return ended('dropped');
    masqueraded ||= isMasqueraded(node, entry.device, source);
    const next = answerer(network, node, entry.device, entry.via ?? to);
    if (typeof next === 'string') return ended(next);
    node = next;
    nodes.push(node);
  }
  return ended('loop');
}

/** The node that takes what a device sends to a next hop, or how the way ends there. */
function answerer(
  network: Network,
  node: Node,
  device: Device,
  nextHop: Address,
): Node | 'unknown' | 'not-answered' {
  const segment = network.segments.of(device);
  if (!segment) return 'unknown';
  // a permanent entry sends to whoever has that MAC address, or to nobody
  if (node.neighbours.some((one) => one.device === device && one.address.text === nextHop.text))
    return 'unknown';
  const found = network.segments.answererOf(segment, nextHop);
  if (found && found !== node) return found;
  return segment.open || segment.unsure ? 'unknown' : 'not-answered';
}

function isMasqueraded(node: Node, out: Device, source: Address | undefined): boolean {
  return node.nats.some(
    ({ prefix, device }) => (!device || device === out) && (!prefix || !source || contains(prefix, source)),
  );
}
