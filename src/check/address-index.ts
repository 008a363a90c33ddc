import { type Family, lastOf, type Prefix } from '../model/address.ts';
import type { Device, InterfaceAddress, Node } from '../model/lab.ts';

interface Entry {
  readonly device: Device;
  readonly held: InterfaceAddress;
}

function bitsOf({ held }: Entry): bigint {
  return held.address.bits;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

type Sorted = Readonly<Record<Family, readonly Entry[]>>;

// the rules have the same nodes, and most ask nothing
const cache = new WeakMap<readonly Node[], Sorted>();

function sortedOf(nodes: readonly Node[]): Sorted {
  const known = cache.get(nodes);
  if (known) return known;
  const all = { inet: [] as Entry[], inet6: [] as Entry[] };
  for (const { devices } of nodes)
    for (const device of devices)
      for (const held of device.addresses) all[held.address.family].push({ device, held });
  const order = (a: Entry, b: Entry): number => compare(bitsOf(a), bitsOf(b));
  const sorted = { inet: all.inet.sort(order), inet6: all.inet6.sort(order) };
  cache.set(nodes, sorted);
  return sorted;
}

/** The most entries that are looked at: what nearly all of a prefix's addresses are not, some other hardly is. */
const most = 64;

/** The addresses of a lab in order, so that those in a prefix are found without looking at all. */
export class AddressIndex {
  readonly #nodes: readonly Node[];

  constructor(nodes: readonly Node[]) {
    this.#nodes = nodes;
  }

  /** Devices that have an address in a prefix: all where they are few, else a sample. */
  *within(prefix: Prefix): Generator<Entry> {
    const sorted = sortedOf(this.#nodes)[prefix.family];
    const from = this.#firstAt(prefix.family, prefix.network);
    const to = this.#firstAt(prefix.family, lastOf(prefix) + 1n);
    const step = Math.max(1, Math.floor((to - from) / most));
    for (let at = from; at < to; at += step) yield sorted[at] as Entry;
  }

  /** Whether one of those is as asked for. */
  some(prefix: Prefix, asked: (entry: Entry) => boolean): boolean {
    for (const entry of this.within(prefix)) if (asked(entry)) return true;
    return false;
  }

  #firstAt(family: Family, bits: bigint): number {
    const sorted = sortedOf(this.#nodes)[family];
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (bitsOf(sorted[middle] as Entry) < bits) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
