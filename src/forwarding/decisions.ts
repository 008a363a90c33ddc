import { type Address, type Family, isLinkLocal, isLoopback } from '../model/address.ts';
import type { Node } from '../model/lab.ts';
import { metricOf } from './fib.ts';
import { sharedMacs } from './frames.ts';
import { type Answer, lookUp } from './look-up.ts';
import type { Network } from './network.ts';
import { scopeOf } from './stack.ts';

/** Addresses that a node does the same with: their places in the order of all, the last not included. */
export interface Range {
  readonly start: number;
  readonly end: number;
  readonly answer: Answer;
  /** The place of the address that the node sends from, by each way; undefined where the destination has a say. */
  readonly sources: Sources | undefined;
}

/** For each way of a route; undefined for one that nobody is asked by. */
type Sources = readonly (number | undefined)[];

/**
 * What each node does with packets to each address of a family, a look-up for all addresses that no prefix of the node
 * tells apart. That is for the destination alone to say, except at nodes that are `apart`.
 */
export class Decisions {
  /** In the order of their bits: what one prefix has stands side by side. */
  readonly addresses: readonly Address[];
  readonly #network: Network;
  readonly #places: ReadonlyMap<string, number>;
  readonly #ranges = new Map<Node, readonly Range[]>();
  readonly #takers: (Node | undefined)[];
  readonly #shared = new Set<number>();
  readonly #apart: Set<Node>;

  constructor(network: Network, nodes: readonly Node[], family: Family) {
    this.#network = network;
    this.addresses = addressesOf(nodes, family);
    this.#places = new Map(this.addresses.map(({ text }, place) => [text, place]));
    this.#takers = this.addresses.map(() => undefined);
    this.#apart = new Set(nodes.filter((node) => looksAtMore(network, node, family)));
    for (const node of nodes)
      if (!this.#apart.has(node)) this.#ranges.set(node, this.#rangesOf(node, family));
    for (const [node, ranges] of this.#ranges) for (const range of ranges) this.#note(node, range);
    for (const [place, address] of this.addresses.entries()) {
      const holders = network.segments.everywhere(address);
      if (holders.length > 1) this.#shared.add(place);
      if (!this.#shared.has(place)) continue;
      for (const { node } of holders) this.#apart.add(node);
      const taker = this.#takers[place];
      if (taker) this.#apart.add(taker);
    }
  }

  /** The place of an address; undefined for one that nobody asks for. */
  placeOf({ text }: Address): number | undefined {
    return this.#places.get(text);
  }

  rangesOf(node: Node): readonly Range[] {
    return this.#ranges.get(node) ?? [];
  }

  rangeAt(node: Node, place: number): Range | undefined {
    const ranges = this.rangesOf(node);
    let [low, high] = [0, ranges.length];
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((ranges[middle] as Range).start <= place) low = middle;
      else high = middle;
    }
    return ranges[low];
  }

  /** The node that takes packets to an address. */
  takerOf(place: number): Node | undefined {
    return this.#takers[place];
  }

  /** Whether an address is more than the address of one node: held by several, or for somebody a broadcast address. */
  isShared(place: number): boolean {
    return this.#shared.has(place);
  }

  /** Whether what a node does with a packet is a matter of more than its destination. */
  isApart(node: Node): boolean {
    return this.#apart.has(node);
  }

  /** The place of the address that a node sends from to another, by each way: what its range may leave open. */
  sourcesTo(node: Node, place: number): Sources {
    const answer = lookUp(this.#network, node, this.addresses[place] as Address, { isSocket: true });
    return this.#sourcesOf(answer);
  }

  #rangesOf(node: Node, family: Family): readonly Range[] {
    const { addresses } = this;
    const starts = new Set([0]);
    for (const edge of this.#network.fibOf(node).edges(family)) starts.add(firstFrom(addresses, edge));
    starts.delete(addresses.length);
    const sorted = [...starts].sort((a, b) => a - b);
    const isFixed = family === 'inet' || hasPlainSources(this.#network, node);
    return sorted.flatMap((start, index) => {
      const first = addresses[start];
      if (!first) return [];
      const answer = lookUp(this.#network, node, first, { isSocket: true });
      const sources = isFixed ? this.#sourcesOf(answer) : undefined;
      return [{ start, end: sorted[index + 1] ?? addresses.length, answer, sources }];
    });
  }

  #sourcesOf(answer: Answer): Sources {
    if (answer.kind !== 'unicast') return [];
    return answer.hops.map(({ source = answer.source }) => source && this.placeOf(source));
  }

  /** Notes who takes what, and what is an address of more than one node. */
  #note(node: Node, { start, end, answer }: Range): void {
    const { kind } = answer;
    const isOdd = oddKinds.has(kind) || (kind === 'local' && answer.route.type === 'anycast');
    if (!isOdd && kind !== 'local') return;
    for (let place = start; place < end; place++) {
      if (isOdd || this.#takers[place]) this.#shared.add(place);
      if (kind === 'local') this.#takers[place] ??= node;
    }
  }
}

const oddKinds: ReadonlySet<Answer['kind']> = new Set(['broadcast', 'multicast', 'invalid', 'martian']);

/** The addresses that nodes are asked by, each once. */
function addressesOf(nodes: readonly Node[], family: Family): readonly Address[] {
  const found = new Map<bigint, Address>();
  for (const { devices } of nodes)
    for (const { addresses } of devices)
      for (const { address } of addresses)
        if (address.family === family && !isLinkLocal(address) && !isLoopback(address))
          found.set(address.bits, address);
  return [...found.values()].sort((a, b) => (a.bits < b.bits ? -1 : 1));
}

/** The place of the first of sorted addresses that is not before one. */
function firstFrom(addresses: readonly Address[], bits: bigint): number {
  let [low, high] = [0, addresses.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((addresses[middle] as Address).bits < bits) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether a node looks at more of a packet than its destination: at its source, at where it came in, at what came before. */
function looksAtMore(network: Network, node: Node, family: Family): boolean {
  if (node.damaged || node.nats.length + node.neighbours.length + node.rules.length > 0) return true;
  if (node.devices.some(({ master, addresses }) => master && addresses.length > 0)) return true;
  // who takes a frame to a MAC address that is there twice depends on who sends it
  const segments = node.devices.map((device) => network.segments.of(device));
  if (segments.some((segment) => segment && sharedMacs(segment).size > 0)) return true;
  return family === 'inet6' && hasEqualRoutes(node);
}

/** Of IPv6 routes that are equal the one that leaves where the packet came in is taken (rt6_score_route). */
function hasEqualRoutes({ devices, routes }: Node): boolean {
  const connected = devices.flatMap(({ addresses, name }) =>
    addresses.flatMap(({ address, prefix }) =>
      prefix.family === 'inet6' && !isLinkLocal(address) ? [`${prefix.text} 256 254 ${name}`] : [],
    ),
  );
  const written = routes.flatMap((route) =>
    route.family === 'inet6'
      ? [`${route.prefix.text} ${metricOf(route)} ${route.table} ${route.origin.start}`]
      : [],
  );
  const all = new Set([...connected, ...written]);
  return new Set([...all].map((one) => one.replace(/ [^ ]*$/, ''))).size < all.size;
}

/** Whether a device tells alone what an IPv6 packet is sent from that leaves by it: the choice is by scope, then device. */
function hasPlainSources(network: Network, node: Node): boolean {
  const stack = network.stackOf(node);
  return stack.devices.every((device) => {
    const scopes = stack.inet6(device).map(({ address }) => scopeOf(address));
    const wide = scopes.filter((scope) => scope > 2);
    const isOut = device.kind !== 'lo' && !device.master;
    return wide.every((scope) => scope === 14) && (!isOut || wide.length === 1);
  });
}
