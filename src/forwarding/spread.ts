/** How packets may end, one bit each: those of several ways may end in several ways. */
export const ends = {
  delivered: 1,
  lost: 2,
  /** It is not known how. */
  open: 4,
  /** That is a matter of more than the destination: each is to be followed by itself. */
  apart: 8,
} as const;

/** So many bits has an address in a set, one for each end. */
const width = 4;
const perWord = 32 / width;
/** An end of every address of a word. */
const everywhere = 0x1111_1111;

/** How packets to each of many addresses may end, the addresses known by their places in an order. */
export class Ends {
  readonly #words: Uint32Array;

  constructor(words: Uint32Array) {
    this.#words = words;
  }

  copy(): Ends {
    return new Ends(this.#words.slice());
  }

  at(place: number): number {
    return ((this.#words[Math.floor(place / perWord)] as number) >>> ((place % perWord) * width)) & 15;
  }

  /** Adds ends of the addresses from one to another, the last not included. */
  add(which: number, start: number, end: number): void {
    const own = this.#words;
    for (const [at, span] of spans(start, end)) own[at] = (own[at] as number) | (span & (which * everywhere));
  }

  /** Adds ends of the addresses of a mask. */
  addAll(which: number, { places, bits }: Mask): void {
    const own = this.#words;
    for (const [index, at] of places.entries())
      own[at] = (own[at] as number) | ((bits[index] as number) & (which * everywhere));
  }

  /** Adds what others may come to, for the addresses of a mask. */
  addFrom(other: Ends, { places, bits }: Mask): void {
    const [own, from] = [this.#words, other.#words];
    for (let index = 0; index < places.length; index++) {
      const at = places[index] as number;
      own[at] = (own[at] as number) | ((from[at] as number) & (bits[index] as number));
    }
  }

  equals(other: Ends): boolean {
    const [own, others] = [this.#words, other.#words];
    for (let at = 0; at < own.length; at++) if (own[at] !== others[at]) return false;
    return true;
  }
}

/** A set of addresses: words, and the bits of each. */
interface Mask {
  readonly places: Uint32Array;
  readonly bits: Uint32Array;
}

/** What packets come to: a node, a device that passes nothing on, a link. */
export class Stop {
  /** How packets may end that stay here, however many hops are left to them. */
  readonly settled: Ends;
  /** How those may end that come here. */
  now: Ends;
  /** The same with one hop less. */
  before: Ends;
  /** Whether the last hop made a difference. */
  isNew = true;
  readonly #next = new Map<Stop, { readonly places: number[]; readonly bits: number[] }>();
  #onwards: readonly (readonly [Stop, Mask])[] | undefined;

  /** `count`: of how many addresses. */
  constructor(count: number) {
    this.settled = new Ends(new Uint32Array(Math.ceil(count / perWord)));
    this.now = this.settled;
    this.before = this.settled;
  }

  /** Packets to the addresses from one to another, the last not included, may go on to another stop. */
  passes(to: Stop, start: number, end: number): void {
    const { places, bits } = this.#next.get(to) ?? { places: [], bits: [] };
    this.#next.set(to, { places, bits });
    for (const [at, span] of spans(start, end)) {
      const last = places.length - 1;
      if (places[last] === at) bits[last] = (bits[last] as number) | span;
      else {
        places.push(at);
        bits.push(span);
      }
    }
  }

  /** Where packets go from here. */
  get onwards(): readonly (readonly [Stop, Mask])[] {
    this.#onwards ??= [...this.#next].map(
      ([stop, { places, bits }]) =>
        [stop, { places: Uint32Array.from(places), bits: Uint32Array.from(bits) }] as const,
    );
    return this.#onwards;
  }
}

/**
 * Spreads backwards what becomes of packets: how those may end that cross one link more follows from how those may end
 * that come to the next stop. From one of the `links` to the next stop is no hop.
 */
export function spread(nodes: readonly Stop[], links: readonly Stop[], hops: number): void {
  for (const node of nodes) {
    node.now = node.settled.copy();
    for (const [, mask] of node.onwards) node.now.addAll(ends.lost, mask);
  }
  for (let hop = 0; hop < hops; hop++) {
    for (const link of links) {
      renew(link, after(link));
      link.before = link.now;
    }
    const found = nodes.map(after);
    for (const stop of [...links, ...nodes]) stop.isNew = false;
    for (const [index, node] of nodes.entries()) {
      node.before = node.now;
      renew(node, found[index]);
    }
    if (found.every((one) => one === undefined)) return;
  }
}

function renew(stop: Stop, now: Ends | undefined): void {
  if (!now) return;
  stop.now = now;
  stop.isNew = true;
}

/** How packets may end that go on from a stop; undefined where that is as it was. */
function after({ now, settled, onwards }: Stop): Ends | undefined {
  if (!onwards.some(([stop]) => stop.isNew)) return undefined;
  const found = settled.copy();
  for (const [stop, mask] of onwards) found.addFrom(stop.now, mask);
  return found.equals(now) ? undefined : found;
}

/** The words that the addresses from one to another are in, the last not included, each with their bits. */
function* spans(start: number, end: number): Iterable<readonly [number, number]> {
  for (let place = start; place < end; ) {
    const low = place % perWord;
    const high = Math.min(perWord, low + end - place);
    yield [Math.floor(place / perWord), (high === perWord ? 0 : 1 << (high * width)) - (1 << (low * width))];
    place += high - low;
  }
}
