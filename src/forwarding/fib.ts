import {
  type Address,
  addressOf,
  type Family,
  isLoopback,
  isSingle,
  lastOf,
  mask,
  type Prefix,
  prefixOf,
  widthOf,
} from '../model/address.ts';
import type { Device, NextHop, Node, Route, RouteType } from '../model/lab.ts';
import { mainTable } from '../model/routing-place.ts';
import { type Flow, localTable, rulesOf } from './rules.ts';
import { inetSource } from './source-address.ts';
import type { Stack } from './stack.ts';

/** One way out of a node. */
export interface Way {
  readonly device: Device;
  /** Undefined where the destination is on the link itself. */
  readonly via: Address | undefined;
  /** Of IPv4, what the kernel sends from where the sender does not say; undefined for IPv6, where the destination has a say. */
  readonly source: Address | undefined;
}

/** What a node does with packets to a prefix. */
export interface Entry {
  readonly type: RouteType | 'local' | 'broadcast' | 'anycast' | 'multicast';
  readonly prefix: Prefix;
  readonly metric: number;
  readonly table: number;
  /** Several for a multipath route; none where the route drops its packets. */
  readonly ways: readonly Way[];
  /** `src` of the route. */
  readonly source: Address | undefined;
  /** The written route; undefined for one that the kernel derives from an address. */
  readonly route: Route | undefined;
}

/** So many of a kind are looked through; more are found by an index, which most nodes never need. */
const mostListed = 8;

/** The routes of one table whose prefixes have one length; those of one prefix in the order in which they count. */
class Routes {
  readonly length: number;
  readonly #mask: bigint;
  readonly #list: Entry[] = [];
  #index: Map<bigint, Entry[]> | undefined;

  constructor({ family, length }: Prefix) {
    this.length = length;
    this.#mask = mask(family, length);
  }

  add(entry: Entry): void {
    if (this.#index) this.#addTo(this.#index, entry);
    else if (insert(this.#list, entry) > mostListed) {
      this.#index = new Map();
      for (const one of this.#list) this.#addTo(this.#index, one);
      this.#list.length = 0;
    }
  }

  #addTo(index: Map<bigint, Entry[]>, entry: Entry): void {
    const { network } = entry.prefix;
    const known = index.get(network);
    if (known) insert(known, entry);
    else index.set(network, [entry]);
  }

  /** The networks of the prefixes. */
  networks(): Iterable<bigint> {
    return this.#index?.keys() ?? new Set(this.#list.map(({ prefix }) => prefix.network));
  }

  find(
    { bits }: Address,
    choose: ((entries: readonly Entry[]) => Entry | undefined) | undefined,
  ): Entry | undefined {
    const network = bits & this.#mask;
    if (!choose)
      return this.#index
        ? this.#index.get(network)?.[0]
        : this.#list.find(({ prefix }) => prefix.network === network);
    const found = this.#index
      ? this.#index.get(network)
      : this.#list.filter(({ prefix }) => prefix.network === network);
    return found && choose(found);
  }
}

/**
 * Puts an entry where it counts among those of its prefix, and tells how many there are of all. The kernel's own and the
 * main table may be one, and of one prefix the kernel's come first.
 */
function insert(entries: Entry[], entry: Entry): number {
  const { prefix, table, metric } = entry;
  let at = entries.length;
  // every link has one to the same prefix of IPv6, and nearly all come last
  for (let index = entries.length - 1; index >= 0; index--) {
    const one = entries[index] as Entry;
    if (one.prefix.network !== prefix.network) continue;
    if (one.table > table || (one.table === table && one.metric <= metric)) break;
    at = index;
  }
  if (at === entries.length) entries.push(entry);
  else entries.splice(at, 0, entry);
  return entries.length;
}

/** The routes of one table: the longest prefix wins, then the lowest metric, then the first (ip-route(8)). */
class Table {
  /** By length, the longest first. */
  readonly #byLength: Routes[] = [];

  add(entry: Entry): void {
    const { length } = entry.prefix;
    let routes = this.#byLength.find((one) => one.length === length);
    if (!routes) {
      routes = new Routes(entry.prefix);
      this.#byLength.push(routes);
      this.#byLength.sort((a, b) => b.length - a.length);
    }
    routes.add(entry);
  }

  /** The first address of each prefix, and the first behind it: between them all are looked up alike. */
  *edges(family: Family): Iterable<bigint> {
    for (const routes of this.#byLength)
      for (const network of routes.networks()) {
        yield network;
        yield network + (1n << BigInt(widthOf(family) - routes.length));
      }
  }

  /** The entry for an address, of those that the caller takes. */
  find(address: Address, choose?: (entries: readonly Entry[]) => Entry | undefined): Entry | undefined {
    for (const routes of this.#byLength) {
      const found = routes.find(address, choose);
      if (found) return found;
    }
    return undefined;
  }
}

/** What the policy of a node says of a packet that no table answers for. */
export type Refusal = 'blackhole' | 'unreachable' | 'prohibit';

/**
 * The forwarding information base of a node: the routes that the kernel derives from its addresses, the written ones,
 * and the rules that tell which table is asked.
 */
export class Fib {
  readonly #node: Node;
  readonly #stack: Stack;
  readonly #tables: { [F in Family]?: Map<number, Table> } = {};
  readonly #held = new Set<string>();
  readonly #solicited = new Map<Device, Set<string>>();

  constructor(node: Node, stack: Stack) {
    this.#node = node;
    this.#stack = stack;
  }

  /** Every address of an IPv4 prefix at the loopback device is the node's own (fib_add_ifaddr). */
  get localPrefixes(): readonly Prefix[] {
    return this.#stack
      .inet(this.#stack.lo)
      .map(({ prefix }) => prefix)
      .filter((prefix) => !isSingle(prefix) && prefix.network >> 24n !== 127n);
  }

  /** The tables of a family, made when they are first asked: most labs are of one. */
  #tablesOf(family: Family): Map<number, Table> {
    const known = this.#tables[family];
    if (known) return known;
    const { rules, devices, routes } = this.#node;
    const tables = new Map<number, Table>();
    this.#tables[family] = tables;
    // the local and the main table of IPv4 are one until there is a rule (fib_new_table, fib_unmerge)
    if (family === 'inet' && !rules.some((rule) => rule.family === 'inet')) {
      const merged = new Table();
      tables.set(localTable, merged).set(mainTable, merged);
    }
    for (const device of [this.#stack.lo, ...devices.filter(({ kind }) => kind !== 'lo')])
      if (family === 'inet') this.#addInet(device);
      else this.#addInet6(device);
    for (const route of routes) if (route.family === family) this.#addRoute(route);
    return tables;
  }

  /** Whether a packet to the address is for the node itself, whichever device has it (RFC 1122 § 3.3.4.2, weak host). */
  isLocal(address: Address): boolean {
    return this.#tablesOf(address.family).get(localTable)?.find(address)?.type === 'local';
  }

  /** Whether an address stands at one of the devices (inet_lookup_ifaddr_rcu). */
  hasAddress({ text }: Address): boolean {
    const { devices } = this.#node;
    const holds = (device: Device): boolean =>
      this.#stack.inet(device).some(({ address }) => address.text === text);
    if (devices.length <= mostListed) return devices.some(holds) || holds(this.#stack.lo);
    this.#tablesOf('inet');
    return this.#held.has(text);
  }

  /** Whether `isLocal` is so at a glance: the tables need not be made for it. */
  isPlainlyLocal({ bits }: Address): boolean {
    const { devices, rules } = this.#node;
    if (devices.length > mostListed || rules.length > 0) return false;
    let found = false;
    for (const device of devices)
      for (const { address, prefix, primary } of this.#stack.inet(device)) {
        // what is a broadcast address, too, is a matter of which was first
        if (prefix.length < 31 && lastOf(prefix) === bits) return false;
        if (address === primary && address.bits === bits) found = true;
      }
    return found;
  }

  /** The IPv6 addresses that neighbours may ask a device for: its own, and those of which it is one of many. */
  solicitedAt(device: Device): ReadonlySet<string> {
    this.#tablesOf('inet6');
    return this.#solicited.get(device) ?? new Set();
  }

  /** Where what the tables say of addresses changes: the first address of each prefix, and the first behind it. */
  *edges(family: Family): Iterable<bigint> {
    for (const table of new Set(this.#tablesOf(family).values())) yield* table.edges(family);
  }

  /** What the main table says. */
  lookup(address: Address): Entry | undefined {
    const entry = this.#tablesOf(address.family).get(mainTable)?.find(address);
    return entry?.type === 'local' ? undefined : entry;
  }

  /** What the rules and tables say of a packet (fib_rules_lookup). */
  route(flow: Flow): Entry | Refusal | undefined {
    const { family } = flow.to;
    const tables = this.#tablesOf(family);
    const choose = chooserOf(flow);
    for (const rule of rulesOf(this.#node, family)) {
      if (!rule.matches(flow)) continue;
      if (rule.action !== 'lookup') return rule.action;
      const entry = tables.get(rule.table)?.find(flow.to, choose);
      if (!entry) continue;
      const isDropping = entry.ways.length === 0;
      if (!isDropping && entry.prefix.length <= rule.suppressed) continue;
      return entry;
    }
    return undefined;
  }

  #add(entry: Entry): void {
    const tables = this.#tablesOf(entry.prefix.family);
    let table = tables.get(entry.table);
    if (!table) {
      table = new Table();
      tables.set(entry.table, table);
    }
    table.add(entry);
  }

  #derive(
    type: Entry['type'],
    prefix: Prefix,
    device: Device,
    source: Address | undefined,
    metric = 0,
  ): void {
    const table = type === 'unicast' ? mainTable : localTable;
    const ways = [{ device, via: undefined, source }];
    this.#add({ type, prefix, metric, table, ways, source, route: undefined });
  }

  /** fib_add_ifaddr: a local route for each address, one for its prefix, and one for its broadcast address. */
  #addInet(device: Device): void {
    for (const { address, prefix, primary } of this.#stack.inet(device)) {
      this.#held.add(address.text);
      // no route has a source that is not the node's: it may be the broadcast address of another device (fib_valid_prefsrc)
      if (address !== primary && !this.isLocal(primary)) continue;
      this.#derive('local', prefixOf(address, 32), device, primary);
      if (!this.isLocal(primary)) continue;
      // no prefix that begins with 0.0.0.0 gets a route (ipv4_is_zeronet, since 5.3 that address alone)
      if (prefix.network === 0n || primary !== address || isSingle(prefix)) continue;
      this.#derive(device.kind === 'lo' ? 'local' : 'unicast', prefix, device, primary);
      if (prefix.length < 31)
        this.#derive('broadcast', prefixOf(addressOf('inet', lastOf(prefix)), 32), device, primary);
    }
  }

  /**
   * addrconf_prefix_route and addrconf_join_anycast: a local route for each address, one for its prefix, and where the
   * node forwards, the subnet-router anycast address (RFC 4291 § 2.6.1).
   */
  #addInet6(device: Device): void {
    const isRouter = this.#node.kind === 'ns' && this.#node.forward.inet6 !== undefined;
    const held = this.#stack.inet6(device);
    const solicited = new Set<string>();
    this.#solicited.set(device, solicited);
    // the oldest first
    for (const { address, prefix } of held.toReversed()) {
      solicited.add(address.text);
      this.#derive('local', prefixOf(address, 128), device, undefined);
      if (isLoopback(address)) continue;
      this.#derive('unicast', prefix, device, undefined, 256);
      if (!isRouter || prefix.length > 126 || prefix.network === 0n) continue;
      const anycast = addressOf('inet6', prefix.network);
      solicited.add(anycast.text);
      this.#derive('anycast', prefixOf(anycast, 128), device, undefined);
    }
    if (held.length > 0 && device.kind !== 'lo') this.#derive('multicast', multicast, device, undefined, 256);
  }

  #addRoute(route: Route): void {
    const { type, prefix, table, src, hops } = route;
    const ways = hops.map((hop) => this.#wayOf(route, hop));
    this.#add({ type, prefix, metric: metricOf(route), table, ways, source: src, route });
  }

  #wayOf({ family, src }: Route, { via, device }: NextHop): Way {
    if (family === 'inet6') return { device, via, source: undefined };
    // a next hop that the device has itself is none: the destination is taken as on-link. That another device has it
    // does not count (fib_check_nh_v4_gw: the look-up is bound to the device; the scope of a local address)
    const isOwn = device.addresses.some(({ address }) => address.text === via?.text);
    // all the same the source is what is near to it (fib_info_update_nhc_saddr)
    const near = via?.family === 'inet' ? via : undefined;
    return { device, via: isOwn ? undefined : via, source: src ?? inetSource(this.#stack, device, near) };
  }
}

const multicast: Prefix = { family: 'inet6', network: 0xffn << 120n, length: 8, text: 'ff00::/8' };

/**
 * Which of the entries of one prefix a flow takes. For IPv4 the first that leaves by the device that is asked for; for
 * IPv6 of those with the lowest metric rather one of the flow's device, and no other where that is strict
 * (rt6_score_route, rt6_need_strict).
 */
function chooserOf({
  to,
  iif,
  oif,
  isStrict,
  dead,
}: Flow): ((entries: readonly Entry[]) => Entry | undefined) | undefined {
  if (dead && dead.length > 0) return (entries) => entries.find((entry) => !dead.includes(entry));
  const device = to.family === 'inet' ? oif : (oif ?? iif);
  if (!device) return undefined;
  const leaves = ({ ways }: Entry): boolean => ways.some((way) => way.device === device);
  if (to.family === 'inet' || isStrict) return (entries) => entries.find(leaves);
  return (entries) => {
    const metric = entries[0]?.metric;
    return entries.find((entry) => entry.metric === metric && leaves(entry)) ?? entries[0];
  };
}

/** The metric of a route: where it says none, 0 for IPv4 and 1024 for IPv6 (ip-route(8)), which for IPv6 is what 0 means. */
export function metricOf(route: Route): number {
  return route.family === 'inet' ? (route.metric ?? 0) : route.metric || 1024;
}
