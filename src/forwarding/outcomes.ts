import type { Address, Family } from '../model/address.ts';
import type { Device, Node } from '../model/lab.ts';
import { Decisions, type Range } from './decisions.ts';
import type { Way } from './fib.ts';
import { isForwarding } from './look-up.ts';
import { mtuOf } from './mtu.ts';
import { holders, neighboursAt } from './neighbours.ts';
import type { Network } from './network.ts';
import type { Segment } from './segments.ts';
import { ends, Stop, spread } from './spread.ts';
import { isHost, timeToLive } from './trace.ts';

/** What becomes of packets from all nodes to all addresses of a family, found for all at once. */
export class Outcomes {
  readonly #network: Network;
  readonly #family: Family;
  readonly #decisions: Decisions;
  readonly #nodes = new Map<Node, Stop>();
  /** The nodes as those see them whose packets they do not pass on. */
  readonly #hosts = new Map<Node, Stop>();
  readonly #links = new Map<Segment, Link>();
  /** Where packets to the addresses of a range go, by each way of the route. */
  readonly #ways = new Map<Range, readonly (readonly Stop[])[]>();
  readonly #nextHops = new Map<Device, Map<bigint, readonly Stop[]>>();
  readonly #lost: Stop;
  readonly #open: Stop;
  readonly #apart: Stop;

  constructor(network: Network, nodes: readonly Node[], family: Family) {
    this.#network = network;
    this.#family = family;
    this.#decisions = new Decisions(network, nodes, family);
    this.#lost = this.#always(ends.lost);
    this.#open = this.#always(ends.open);
    this.#apart = this.#always(ends.apart);
    const led = nodes.filter((node) => !this.#decisions.isApart(node));
    for (const node of led) this.#nodes.set(node, this.#stop());
    for (const node of led) for (const range of this.#decisions.rangesOf(node)) this.#lead(node, range);
    const links = [...this.#links.values()].map(({ stop }) => stop);
    spread(
      [...this.#nodes.values()],
      [this.#lost, this.#open, this.#apart, ...this.#hosts.values(), ...links],
      timeToLive,
    );
  }

  /** The place of an address of one of the nodes. */
  placeOf(address: Address): number {
    return this.#decisions.placeOf(address) as number;
  }

  /** Whether an echo request to the address of a place is answered; undefined where that is not known, null where it is to be followed by itself. */
  answered(from: Node, place: number): boolean | undefined | null {
    if (this.#decisions.isShared(place)) return null;
    const there = this.#endsOf(from, place);
    if (there === ends.lost || there & ends.apart) return said(there);
    const holder = this.#decisions.takerOf(place);
    const range = this.#decisions.rangeAt(from, place);
    const ways = range && this.#ways.get(range);
    if (!ways) return said(there);
    const sources = range.sources ?? this.#decisions.sourcesTo(from, place);
    let all = 0;
    for (const [index, next] of ways.entries()) {
      const source = sources[index];
      if (source === undefined || this.#decisions.takerOf(source) !== from) return null;
      let way = 0;
      for (const stop of next) way |= stop.before.at(place);
      all |= way & ends.delivered && holder ? (way & ~ends.delivered) | this.#endsOf(holder, source) : way;
    }
    return said(all);
  }

  #endsOf(node: Node, place: number): number {
    return this.#nodes.get(node)?.now.at(place) ?? ends.apart;
  }

  #always(end: number): Stop {
    const stop = this.#stop();
    stop.settled.add(end, 0, this.#decisions.addresses.length);
    return stop;
  }

  #stop(): Stop {
    return new Stop(this.#decisions.addresses.length);
  }

  /** Where a node sends packets to some addresses. */
  #lead(node: Node, range: Range): void {
    const { start, end, answer } = range;
    const stop = this.#nodes.get(node) as Stop;
    if (answer.kind !== 'unicast') {
      stop.settled.add(settled[answer.kind] ?? ends.lost, start, end);
      return;
    }
    const next = answer.hops.map((way) =>
      way.via
        ? this.#nextHop(way.device, way.via, way.source ?? answer.source)
        : [this.#link(way, answer.source, start, end)],
    );
    // an IPv6 host whose next hops do not answer takes another route, if it has one (rt6_check_neigh)
    const isDead = next.every(([first, ...others]) => first === this.#lost && others.length === 0);
    const to = this.#decisions.addresses[start] as Address;
    if (isDead && answer.hops.every(({ via }) => via) && isHost({ node, to })) {
      stop.settled.add(ends.apart, start, end);
      return;
    }
    this.#ways.set(range, next);
    for (const one of new Set(next.flat())) stop.passes(one, start, end);
  }

  #nextHop(out: Device, via: Address, source: Address | undefined): readonly Stop[] {
    const known = this.#nextHops.get(out) ?? new Map<bigint, readonly Stop[]>();
    this.#nextHops.set(out, known);
    const found = known.get(via.bits) ?? this.#answering(out, via, source);
    known.set(via.bits, found);
    return found;
  }

  /** The link that a node looks for addresses on. */
  #link({ device }: Way, source: Address | undefined, start: number, end: number): Stop {
    const segment = this.#network.segments.of(device);
    if (!segment) return this.#lost;
    if (this.#isNarrow(device)) return this.#apart;
    let link = this.#links.get(segment);
    if (!link) {
      link = { stop: this.#stop(), known: new Set() };
      this.#links.set(segment, link);
    }
    for (let place = start; place < end; place++) {
      if (link.known.has(place)) continue;
      link.known.add(place);
      const to = this.#decisions.addresses[place] as Address;
      for (const one of this.#answering(device, to, source)) link.stop.passes(one, place, place + 1);
    }
    return link.stop;
  }

  /** Where packets come to that are sent to a next hop. */
  #answering(out: Device, nextHop: Address, source: Address | undefined): readonly Stop[] {
    const { segments } = this.#network;
    const segment = segments.of(out);
    if (!segment) return [this.#lost];
    if (this.#isNarrow(out)) return [this.#apart];
    // whom a node answers that looks at more is a matter of who asks
    if (nextHop.family === 'inet')
      for (const node of holders(this.#network, segment, nextHop))
        if (this.#decisions.isApart(node)) return [this.#apart];
    const neighbours = neighboursAt(this.#network, out, nextHop, source);
    switch (neighbours.kind) {
      case 'taken':
        return neighbours.by.map((device) => this.#arrival(device));
      case 'not-answered':
        return [this.#lost];
      case 'once-known':
        return [this.#apart];
      default:
        return [this.#open];
    }
  }

  /** Whether a device speaks to nobody, or not as the others of its segment. */
  #isNarrow(device: Device): boolean {
    return device.master !== undefined || (this.#family === 'inet6' && mtuOf(device) < 1280);
  }

  /** What a packet comes to that a device takes. */
  #arrival(device: Device): Stop {
    const { node } = device;
    const passing = this.#nodes.get(node);
    if (!passing) return this.#apart;
    if (isForwarding(device, this.#family)) return passing;
    const known = this.#hosts.get(node);
    if (known) return known;
    const host = this.#stop();
    for (const { start, end, answer } of this.#decisions.rangesOf(node))
      host.settled.add(answer.kind === 'local' ? ends.delivered : ends.lost, start, end);
    this.#hosts.set(node, host);
    return host;
  }
}

interface Link {
  readonly stop: Stop;
  /** The addresses that somebody looks for on it. */
  readonly known: Set<number>;
}

/** As `Outcomes.answered` says it. */
function said(all: number): boolean | undefined | null {
  if (all & ends.apart) return null;
  return all === ends.delivered ? true : all === ends.lost ? false : undefined;
}

const settled: Readonly<Record<string, number>> = { local: ends.delivered, unknown: ends.open };
