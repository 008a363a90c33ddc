import { type Address, type Family, isLinkLocal, isSingle, lastOf } from '../model/address.ts';
import type { Device, Node } from '../model/lab.ts';
import { metricOf } from './fib.ts';
import { allNodes } from './likeness.ts';
import { isForwarding, lookUp } from './look-up.ts';
import { type Neighbours, neighboursAt } from './neighbours.ts';
import type { Network } from './network.ts';

/** What a node does with a packet, whoever has sent it. */
interface Step {
  /** `open`: it is not known. */
  readonly kind: 'takes' | 'passes' | 'drops' | 'open';
  /** Where the next node takes it in; several where there are several ways. */
  readonly takenBy: readonly Device[];
  /** One of its ways leads nowhere. */
  readonly leaks: boolean;
  /** What the node itself sends it from, by each way. */
  readonly sources: readonly Address[];
}

/** Where a packet from a node ends that does not get lost. */
interface Arrival {
  /** `mixed`: by some of its ways alone; `open`: where it comes to it is not known what happens. */
  readonly kind: 'delivered' | 'mixed' | 'open';
  /** How many segments it crosses until then, at most. */
  readonly hops: number;
}

/** What a TTL of 64 crosses: the last node takes the packet for itself, and passes none on (net.ipv4.ip_default_ttl). */
const mostHops = 64;

/**
 * The ways of packets from all nodes to one address, walked from that address backwards: so each node is asked once, and
 * none that is too far away. That is right where a node does the same with a packet whoever has sent it.
 */
export class Columns {
  readonly #network: Network;
  /** Who sends: of nodes that are alike two stand for all. */
  readonly #senders: ReadonlySet<Node>;
  readonly #plain: Readonly<Record<Family, boolean>>;
  /** Nodes that something may happen at which the lab does not tell. */
  readonly #open: readonly Node[];
  readonly #columns = new Map<string, ReadonlyMap<Node, Arrival>>();
  readonly #steps = new Map<string, Map<Node, Step>>();
  readonly #neighbours = new Map<Device, Map<string, Neighbours>>();

  constructor(network: Network, senders: Iterable<Node>) {
    this.#network = network;
    this.#senders = new Set(senders);
    this.#plain = { inet: isPlain(network, 'inet'), inet6: isPlain(network, 'inet6') };
    this.#open = allNodes(network.lab).filter((node) => this.#mayBeOpen(node));
  }

  /** Whether an echo request is answered; undefined where that is not known, null where who sends may matter. */
  answered(from: Node, to: Address): boolean | undefined | null {
    const holder = this.#plain[to.family] ? this.#network.segments.everywhere(to)[0]?.node : undefined;
    if (!holder) return null;
    const there = this.#arrival(from, to, holder);
    if (!there) return this.#mayTryAnother(from, to) ? null : false;
    if (there.kind !== 'delivered') return there.kind === 'open' ? undefined : null;
    const { sources } = this.#step(from, to);
    // who has no address, or none but a link-local one, is not like the others
    if (sources.length === 0 || sources.some(isLinkLocal)) return null;
    const [first, ...others] = sources.map((source) => this.#arrival(holder, source, from)?.kind);
    if (first === 'mixed' || others.some((kind) => kind !== first)) return null;
    if (!first && sources.some((source) => this.#mayTryAnother(holder, source))) return null;
    return first === 'delivered' ? true : first === 'open' ? undefined : false;
  }

  /** An IPv6 host whose next hop does not answer takes another route, if it has one (rt6_check_neigh). */
  #mayTryAnother(node: Node, to: Address): boolean {
    return to.family === 'inet6' && !node.forward.inet6 && this.#step(node, to).leaks;
  }

  #arrival(from: Node, to: Address, holder: Node): Arrival | undefined {
    const known = this.#columns.get(to.text) ?? this.#column(to, holder);
    this.#columns.set(to.text, known);
    return known.get(from);
  }

  #column(to: Address, holder: Node): ReadonlyMap<Node, Arrival> {
    const arrivals = new Map<Node, Arrival>([[holder, { kind: 'delivered', hops: 0 }]]);
    for (const node of this.#open)
      if (!arrivals.has(node) && this.#step(node, to).kind === 'open')
        arrivals.set(node, { kind: 'open', hops: 0 });
    // of those with several ways, by how many they arrive
    const partly = new Map<Node, Arrival & { readonly ways: number }>();
    // a map goes through what is added to it meanwhile
    for (const [node, { kind, hops }] of arrivals) {
      if (hops >= mostHops) continue;
      for (const sender of this.#sendersTo(node, to, node === holder)) {
        if (arrivals.has(sender)) continue;
        const before = partly.get(sender) ?? { kind, hops: 0, ways: 0 };
        const ways = before.ways + 1;
        const arrival = {
          kind: before.kind === kind ? kind : ('mixed' as const),
          hops: Math.max(before.hops, hops + 1),
        };
        const { takenBy, leaks } = this.#step(sender, to);
        if (ways === takenBy.length && !leaks) arrivals.set(sender, arrival);
        else partly.set(sender, { ...arrival, ways });
      }
    }
    const mixed = new Set([...partly.keys()].filter((node) => !arrivals.has(node)));
    for (const node of mixed) {
      arrivals.set(node, { kind: 'mixed', hops: 0 });
      for (const sender of this.#sendersTo(node, to, false)) if (!arrivals.has(sender)) mixed.add(sender);
    }
    return arrivals;
  }

  /** The nodes whose packets to an address come to a node that takes them or passes them on, once for each way. */
  *#sendersTo(node: Node, to: Address, takes: boolean): Iterable<Node> {
    for (const device of this.#network.stackOf(node).devices) {
      if (device.kind === 'lo' || device.master || !(takes || isForwarding(device, to.family))) continue;
      for (const other of this.#network.segments.of(device)?.interfaces ?? [])
        if (this.#senders.has(other.node) && this.#step(other.node, to).takenBy.includes(device))
          yield other.node;
    }
  }

  #step(node: Node, to: Address): Step {
    const steps = mapAt(this.#steps, to.text);
    const known = steps.get(node) ?? this.#find(node, to);
    steps.set(node, known);
    return known;
  }

  #find(node: Node, to: Address): Step {
    const answer = lookUp(this.#network, node, to, { isSocket: true });
    if (answer.kind === 'local')
      return { ...drops, kind: 'takes', sources: answer.source ? [answer.source] : [] };
    if (answer.kind === 'unknown') return open;
    if (answer.kind !== 'unicast') return drops;
    const takenBy = new Set<Device>();
    const sources = new Set<Address>();
    let leaks = false;
    for (const { device, via, source = answer.source } of answer.hops) {
      const neighbours: Neighbours =
        device.kind === 'lo' ? { kind: 'not-answered' } : this.#neighboursAt(device, via ?? to, source);
      if (source) sources.add(source);
      if (neighbours.kind === 'taken') for (const taken of neighbours.by) takenBy.add(taken);
      else if (neighbours.kind !== 'not-answered') return open;
      else leaks = true;
    }
    return { kind: 'passes', takenBy: [...takenBy], leaks, sources: [...sources] };
  }

  #neighboursAt(out: Device, nextHop: Address, source: Address | undefined): Neighbours {
    const known = mapAt(this.#neighbours, out);
    const found = known.get(nextHop.text) ?? neighboursAt(this.#network, out, nextHop, source);
    known.set(nextHop.text, found);
    return found;
  }

  #mayBeOpen({ kind, damaged, devices }: Node): boolean {
    if (damaged || (kind === 'root' && devices.some((device) => device.kind === 'uplink'))) return true;
    return devices.some((device) => {
      const segment = this.#network.segments.of(device);
      return segment?.open || segment?.unsure;
    });
  }
}

const drops: Step = { kind: 'drops', takenBy: [], leaks: true, sources: [] };
const open: Step = { ...drops, kind: 'open' };

function mapAt<K, A, B>(maps: Map<K, Map<A, B>>, key: K): Map<A, B> {
  const known = maps.get(key) ?? new Map<A, B>();
  maps.set(key, known);
  return known;
}

/** Whether nothing in a lab looks at more than the destination of a packet: no rules, no NAT, one holder for each address. */
function isPlain(network: Network, family: Family): boolean {
  const { lab, segments } = network;
  if (segments.all.some(({ loops }) => loops)) return false;
  const nodes = allNodes(lab);
  const held = nodes.flatMap((node) => node.devices.flatMap(({ addresses }) => addresses));
  // what some take for everybody, or for any router: the last address of a prefix, and of IPv6 the first
  const shared = new Set<bigint>();
  for (const { prefix } of held)
    if (prefix.family === family && !isSingle(prefix))
      shared.add(family === 'inet' ? lastOf(prefix) : prefix.network);
  return nodes.every((node) => {
    if (node.damaged || node.nats.length + node.neighbours.length + node.rules.length > 0) return false;
    if (family === 'inet6' && hasEqualRoutes(node)) return false;
    return node.devices.every(({ addresses, mtu, master }) => {
      if ((mtu !== undefined && mtu < 1280) || (master && addresses.length > 0)) return false;
      return addresses.every(
        ({ address }) =>
          address.family !== family ||
          (segments.everywhere(address).length === 1 && !shared.has(address.bits)),
      );
    });
  });
}

/** Of IPv6 routes that are equal the one that leaves where the packet came in is taken (rt6_score_route). */
function hasEqualRoutes({ devices, routes }: Node): boolean {
  const connected = devices.flatMap(({ addresses, name }) =>
    addresses.flatMap(({ prefix }) => (prefix.family === 'inet6' ? [`${prefix.text} 256 254 ${name}`] : [])),
  );
  const written = routes.flatMap((route) =>
    route.family === 'inet6'
      ? [`${route.prefix.text} ${metricOf(route)} ${route.table} ${route.origin.start}`]
      : [],
  );
  const all = new Set([...connected, ...written]);
  return new Set([...all].map((one) => one.replace(/ [^ ]*$/, ''))).size < all.size;
}
