import type { Address, Family } from '../model/address.ts';
import type { Device, Node } from '../model/lab.ts';
import { Decisions, type Range } from './decisions.ts';
import type { Way } from './fib.ts';
import { isForwarding } from './look-up.ts';
import { mtuOf } from './mtu.ts';
import { holders, neighboursAt } from './neighbours.ts';
import type { Network } from './network.ts';
import type { Segment } from './segments.ts';
import { ends, Place, spread } from './spread.ts';
import { isHost, timeToLive } from './trace.ts';

/** What becomes of packets from all nodes to all addresses of a family, found for all at once. */
export class Outcomes {
  readonly #network: Network;
  readonly #family: Family;
  readonly #decisions: Decisions;
  readonly #words: number;
  readonly #nodes = new Map<Node, Place>();
  /** The nodes as those see them whose packets they do not pass on. */
  readonly #hosts = new Map<Node, Place>();
  readonly #links = new Map<Segment, Link>();
  readonly #nextHops = new Map<Device, Map<bigint, readonly Place[]>>();
  readonly #lost: Place;
  readonly #open: Place;
  readonly #apart: Place;

  constructor(network: Network, nodes: readonly Node[], family: Family) {
    this.#network = network;
    this.#family = family;
    this.#decisions = new Decisions(network, nodes, family);
    this.#words = Math.ceil(this.#decisions.addresses.length / 32);
    this.#lost = this.#always(ends.lost);
    this.#open = this.#always(ends.open);
    this.#apart = this.#always(ends.apart);
    const led = nodes.filter((node) => !this.#decisions.isApart(node));
    for (const node of led) this.#nodes.set(node, new Place(this.#words));
    for (const node of led) for (const range of this.#decisions.rangesOf(node)) this.#lead(node, range);
    const links = [...this.#links.values()].map(({ place }) => place);
    spread(
      [...this.#nodes.values()],
      [this.#lost, this.#open, this.#apart, ...this.#hosts.values(), ...links],
      timeToLive,
    );
  }

  /** Whether an echo request is answered; undefined where that is not known, null where it is to be followed by itself. */
  answered(from: Node, to: Address): boolean | undefined | null {
    const decisions = this.#decisions;
    const place = decisions.placeOf(to);
    if (place === undefined || decisions.isShared(place)) return null;
    const there = this.#endsOf(from, place);
    if (there & ends.apart) return null;
    if (there === ends.lost) return false;
    let back = 0;
    const holder = decisions.takerOf(place);
    for (const source of decisions.sourcesTo(from, place)) {
      if (source < 0 || decisions.isShared(source) || decisions.takerOf(source) !== from) return null;
      if (!holder || !(there & ends.delivered)) continue;
      const one = this.#endsOf(holder, source);
      // which of them is asked from may be a matter of the way that does not get there
      if (back > 0 && one !== back && there !== ends.delivered) return null;
      back |= one;
    }
    if (there & ends.delivered && back === 0) return null;
    const all = (there & ~ends.delivered) | back;
    if (all & ends.apart) return null;
    return all === ends.delivered ? true : all === ends.lost ? false : undefined;
  }

  #endsOf(node: Node, place: number): number {
    return this.#nodes.get(node)?.now.at(place) ?? ends.apart;
  }

  #always(end: number): Place {
    const place = new Place(this.#words);
    place.settled.add(end, 0, this.#decisions.addresses.length);
    return place;
  }

  /** Where a node sends packets to some addresses. */
  #lead(node: Node, { start, end, answer }: Range): void {
    const place = this.#nodes.get(node) as Place;
    if (answer.kind !== 'unicast') {
      place.settled.add(settled[answer.kind] ?? ends.lost, start, end);
      return;
    }
    const next = answer.hops.map((way) =>
      way.via
        ? this.#nextHop(way.device, way.via, way.source ?? answer.source)
        : [this.#link(way, answer.source, start, end)],
    );
    // an IPv6 host whose next hops do not answer takes another route, if it has one (rt6_check_neigh)
    const isDead = next.every((places) => places.length === 1 && places[0] === this.#lost);
    const to = this.#decisions.addresses[start] as Address;
    if (isDead && answer.hops.every(({ via }) => via) && isHost({ node, to })) {
      place.settled.add(ends.apart, start, end);
      return;
    }
    for (const one of new Set(next.flat())) place.passes(one, start, end);
  }

  #nextHop(out: Device, via: Address, source: Address | undefined): readonly Place[] {
    const known = this.#nextHops.get(out) ?? new Map<bigint, readonly Place[]>();
    this.#nextHops.set(out, known);
    const found = known.get(via.bits) ?? this.#answering(out, via, source);
    known.set(via.bits, found);
    return found;
  }

  /** The link that a node looks for addresses on. */
  #link({ device }: Way, source: Address | undefined, start: number, end: number): Place {
    const segment = this.#network.segments.of(device);
    if (!segment) return this.#lost;
    if (this.#isNarrow(device)) return this.#apart;
    let link = this.#links.get(segment);
    if (!link) {
      link = { place: new Place(this.#words), known: new Set() };
      this.#links.set(segment, link);
    }
    for (let place = start; place < end; place++) {
      if (link.known.has(place)) continue;
      link.known.add(place);
      const to = this.#decisions.addresses[place] as Address;
      for (const one of this.#answering(device, to, source)) link.place.passes(one, place, place + 1);
    }
    return link.place;
  }

  /** Where packets come to that are sent to a next hop. */
  #answering(out: Device, nextHop: Address, source: Address | undefined): readonly Place[] {
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
  #arrival(device: Device): Place {
    const { node } = device;
    const passing = this.#nodes.get(node);
    if (!passing) return this.#apart;
    if (isForwarding(device, this.#family)) return passing;
    const known = this.#hosts.get(node);
    if (known) return known;
    const host = new Place(this.#words);
    for (const { start, end, answer } of this.#decisions.rangesOf(node))
      host.settled.add(answer.kind === 'local' ? ends.delivered : ends.lost, start, end);
    this.#hosts.set(node, host);
    return host;
  }
}

interface Link {
  readonly place: Place;
  /** The addresses that somebody looks for on it. */
  readonly known: Set<number>;
}

const settled: Readonly<Record<string, number>> = { local: ends.delivered, unknown: ends.open };
