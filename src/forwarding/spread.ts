/** How packets may end, one bit each: those of several ways may end in several ways. */
export const ends = {
  delivered: 1,
  lost: 2,
  /** It is not known how. */
  open: 4,
  /** That is a matter of more than the destination: each is to be followed by itself. */
  apart: 8,
} as const;

const planes = 4;

/** How packets to each of a number of addresses may end: for each of the ends the set of addresses. */
export class Ends {
  readonly #words: number;
  /** The sets, one after the other. */
  readonly #bits: Uint32Array;

  constructor(words: number, bits = new Uint32Array(words * planes)) {
    this.#words = words;
    this.#bits = bits;
  }

  copy(): Ends {
    return new Ends(this.#words, this.#bits.slice());
  }

  at(index: number): number {
    const word = index >>> 5;
    const bit = index & 31;
    let found = 0;
    for (let plane = 0; plane < planes; plane++)
      found |= (((this.#bits[plane * this.#words + word] as number) >>> bit) & 1) << plane;
    return found;
  }

  /** Adds ends of the addresses from one to another, the last not included. */
  add(which: number, start: number, end: number): void {
    for (let plane = 0; plane < planes; plane++)
      if (which & (1 << plane)) setRange(this.#bits, plane * this.#words, start, end);
  }

  /** Adds what others may come to, for the addresses of a mask. */
  addFrom(other: Ends, { words, bits }: Mask): void {
    const own = this.#bits;
    const from = other.#bits;
    for (let plane = 0, base = 0; plane < planes; plane++, base += this.#words)
      for (let i = 0; i < words.length; i++) {
        const at = base + (words[i] as number);
        own[at] = (own[at] as number) | ((from[at] as number) & (bits[i] as number));
      }
  }

  /** Adds ends of the addresses of a mask. */
  addAll(which: number, { words, bits }: Mask): void {
    for (let plane = 0; plane < planes; plane++)
      if (which & (1 << plane))
        for (const [i, word] of words.entries()) {
          const at = plane * this.#words + word;
          this.#bits[at] = (this.#bits[at] as number) | (bits[i] as number);
        }
  }

  equals(other: Ends): boolean {
    const [own, others] = [this.#bits, other.#bits];
    for (let i = 0; i < own.length; i++) if (own[i] !== others[i]) return false;
    return true;
  }
}

/** A set of addresses, by those of its words that are not empty. */
interface Mask {
  readonly words: readonly number[];
  readonly bits: readonly number[];
}

/** What packets come to: a node, a device that passes nothing on, a link. */
export class Place {
  /** How packets may end that stay here, whatever hops are left to them. */
  readonly settled: Ends;
  /** How those may end that come here. */
  now: Ends;
  /** Whether the last hop made a difference. */
  isNew = true;
  readonly #next = new Map<Place, Uint32Array>();
  readonly #words: number;
  #onwards: readonly (readonly [Place, Mask])[] | undefined;

  constructor(words: number) {
    this.#words = words;
    this.settled = new Ends(words);
    this.now = this.settled;
  }

  /** Packets to the addresses from one to another, the last not included, may go on to a place. */
  passes(place: Place, start: number, end: number): void {
    const bits = this.#next.get(place) ?? new Uint32Array(this.#words);
    this.#next.set(place, bits);
    setRange(bits, 0, start, end);
  }

  /** Where packets go from here. */
  get onwards(): readonly (readonly [Place, Mask])[] {
    this.#onwards ??= [...this.#next].map(([place, bits]) => [place, maskOf(bits)] as const);
    return this.#onwards;
  }
}

/**
 * Spreads backwards what becomes of packets: how those may end that cross one link more follows from how those may end
 * that come to the next place. From one of the `links` to the next place is no hop.
 */
export function spread(nodes: readonly Place[], links: readonly Place[], hops: number): void {
  for (const node of nodes) {
    node.now = node.settled.copy();
    for (const [, mask] of node.onwards) node.now.addAll(ends.lost, mask);
  }
  for (let hop = 0; hop < hops; hop++) {
    for (const link of links) renew(link, after(link));
    const found = nodes.map(after);
    if (found.every((one) => one === undefined)) return;
    for (const link of links) link.isNew = false;
    for (const [index, node] of nodes.entries()) {
      node.isNew = false;
      renew(node, found[index]);
    }
  }
}

function renew(place: Place, now: Ends | undefined): void {
  if (!now) return;
  place.now = now;
  place.isNew = true;
}

/** How packets may end that go on from a place; undefined where that is as it was. */
function after({ now, settled, onwards }: Place): Ends | undefined {
  if (!onwards.some(([place]) => place.isNew)) return undefined;
  const found = settled.copy();
  for (const [place, mask] of onwards) found.addFrom(place.now, mask);
  return found.equals(now) ? undefined : found;
}

function maskOf(set: Uint32Array): Mask {
  const words: number[] = [];
  const bits: number[] = [];
  for (const [index, word] of set.entries()) {
    if (word === 0) continue;
    words.push(index);
    bits.push(word);
  }
  return { words, bits };
}

/** Sets the bits from one to another, the last not included, of a set that begins at a word. */
function setRange(bits: Uint32Array, first: number, start: number, end: number): void {
  for (let at = start; at < end; ) {
    const word = first + (at >>> 5);
    const low = at & 31;
    const high = Math.min(32, low + end - at);
    const ones = (high === 32 ? -1 : (1 << high) - 1) & (-1 << low);
    bits[word] = (bits[word] as number) | ones;
    at += high - low;
  }
}
