import { type Address, contains, type Family, mask, type Prefix, widthOf } from '../model/address.ts';
import type { Device, Node, Route } from '../model/lab.ts';
import { mainTable } from '../model/routing-place.ts';

/** What a node does with packets to a prefix. */
export interface Entry {
  readonly prefix: Prefix;
  readonly metric: number;
  /** Where they leave; undefined where the route drops them. */
  readonly device: Device | undefined;
  readonly via: Address | undefined;
  /** The written route; undefined for the one that the kernel derives from an address. */
  readonly route: Route | undefined;
}

/**
 * The forwarding information base of a node: the routes that the kernel derives from its addresses, and the written
 * ones of the main table. The longest prefix wins, then the lowest metric (ip-route(8)).
 */
export class Fib {
  readonly #local = new Set<string>();
  /** Of an IPv4 prefix at the loopback device every address is the node's own (fib_add_ifaddr). */
  readonly #localPrefixes: Prefix[] = [];
  /** By length, the longest first. */
  readonly #byLength: Readonly<
    Record<Family, { readonly length: number; readonly entries: Map<bigint, Entry> }[]>
  > = {
    inet: [],
    inet6: [],
  };

  constructor(node: Node) {
    for (const device of node.devices) {
      for (const { address, prefix } of device.addresses) {
        this.#local.add(address.text);
        if (prefix.length === widthOf(prefix.family)) continue;
        if (device.kind === 'lo' && prefix.family === 'inet') this.#localPrefixes.push(prefix);
        const metric = prefix.family === 'inet' ? 0 : 256;
        this.#add({ prefix, metric, device, via: undefined, route: undefined });
      }
    }
    for (const route of node.routes) {
      if (route.table !== mainTable) continue;
      const metric = metricOf(route);
      const [hop] = route.hops;
      this.#add({ prefix: route.prefix, metric, device: hop?.device, via: hop?.via, route });
    }
  }

  /** Whether a packet to the address is for the node itself, whichever device has it (RFC 1122 § 3.3.4.2, weak host). */
  isLocal(address: Address): boolean {
    return this.#local.has(address.text) || this.#localPrefixes.some((prefix) => contains(prefix, address));
  }

  lookup({ family, bits }: Address): Entry | undefined {
    for (const { length, entries } of this.#byLength[family]) {
      const entry = entries.get(bits & mask(family, length));
      if (entry) return entry;
    }
    return undefined;
  }

  #add(entry: Entry): void {
    const { family, length, network } = entry.prefix;
    const lengths = this.#byLength[family];
    let at = lengths.find((one) => one.length === length);
    if (!at) {
      at = { length, entries: new Map() };
      lengths.push(at);
      lengths.sort((a, b) => b.length - a.length);
    }
    const known = at.entries.get(network);
    if (!known || entry.metric < known.metric) at.entries.set(network, entry);
  }
}

/** The metric of a route: where it says none, 0 for IPv4 and 1024 for IPv6 (ip-route(8)), which for IPv6 is what 0 means. */
export function metricOf(route: Route): number {
  return route.family === 'inet' ? (route.metric ?? 0) : route.metric || 1024;
}
