import { type Address, type Prefix, widthOf } from '../model/address.ts';
import { type Device, type Lab, type Node, nodesOf, type PolicyRule, type Route } from '../model/lab.ts';
import type { Network } from './network.ts';

/**
 * Nodes that are alike: on the same segments, with the same routes and switches, and with addresses that no prefix of
 * the lab tells apart and nobody names. Whatever holds of one and a third node holds of the other and that node.
 */
export function likeNodes(network: Network, nodes: readonly Node[]): readonly (readonly Node[])[] {
  const named = new Names(network);
  const groups = new Map<string | Node, Node[]>();
  for (const node of nodes) {
    const key = keyOf(network, node, named) ?? node;
    const group = groups.get(key);
    if (group) group.push(node);
    else groups.set(key, [node]);
  }
  return [...groups.values()];
}

/** What of the lab tells addresses apart. */
class Names {
  readonly #prefixes = new Map<string, Map<bigint, string>>();
  readonly #lengths: Record<'inet' | 'inet6', number[]> = { inet: [], inet6: [] };
  readonly #named = new Set<string>();
  readonly isTold: boolean;

  constructor({ lab }: Network) {
    const nodes = allNodes(lab);
    for (const node of nodes) {
      for (const { addresses } of node.devices) for (const { prefix } of addresses) this.#add(prefix, true);
      for (const { prefix, hops, src } of node.routes) {
        this.#add(prefix, false);
        for (const { via } of hops) if (via) this.#named.add(via.text);
        if (src) this.#named.add(src.text);
      }
      for (const { from, to } of node.rules)
        for (const prefix of [from, to]) if (prefix) this.#add(prefix, false);
      for (const { prefix } of node.nats) if (prefix) this.#add(prefix, false);
      for (const { address } of node.neighbours) this.#named.add(address.text);
    }
    // a frame to a MAC address that is written finds its device by that alone
    this.isTold = nodes.some(({ neighbours }) => neighbours.length > 0);
  }

  isNamed({ text }: Address): boolean {
    return this.#named.has(text);
  }

  /** The longest prefix of the lab that has the address: what else has it follows from that. */
  prefixOf({ family, bits }: Address): string {
    for (const length of this.#lengths[family]) {
      const width = BigInt(widthOf(family) - length);
      const found = this.#prefixes.get(`${family}/${length}`)?.get((bits >> width) << width);
      if (found) return found;
    }
    return '';
  }

  #add({ family, length, network, text }: Prefix, isOwn: boolean): void {
    // the address of a node itself is no prefix that tells it apart
    if (isOwn && length === widthOf(family)) return;
    const key = `${family}/${length}`;
    let known = this.#prefixes.get(key);
    if (!known) {
      known = new Map();
      this.#prefixes.set(key, known);
      this.#lengths[family].push(length);
      this.#lengths[family].sort((a, b) => b - a);
    }
    known.set(network, text);
  }
}

/** What is the same of nodes that are alike; undefined for one that is like no other. */
function keyOf(network: Network, node: Node, named: Names): string | undefined {
  if (node.kind === 'root' || node.damaged || named.isTold || node.nats.length > 0) return undefined;
  const places = new Map(network.stackOf(node).devices.map((device, index) => [device, index]));
  const parts: string[] = [Object.keys(node.forward).sort().join(' ')];
  const inet6 = new Set<string>();
  for (const [device, index] of places) {
    if (device.mac || device.master || device.kind === 'bridge') return undefined;
    parts.push(`${index} ${segmentOf(network, device)} ${device.mtu ?? ''} ${device.peer?.mtu ?? ''}`);
    for (const { address, prefix } of device.addresses) {
      if (named.isNamed(address) || network.segments.everywhere(address).length > 1) return undefined;
      if (isEdge(address, prefix)) return undefined;
      if (address.family === 'inet6') inet6.add(prefix.text);
      parts.push(`${named.prefixOf(address)} ${prefix.length}`);
    }
  }
  // of several prefixes the choice of a source looks at every bit
  if (inet6.size > 1) return undefined;
  for (const route of node.routes) parts.push(routeKey(route, places));
  for (const rule of node.rules) parts.push(ruleKey(rule, places));
  return parts.join('\n');
}

/** The first and the last address of a prefix are not like the others: they mean all routers, or everybody. */
function isEdge({ family, bits }: Address, { length, network }: Prefix): boolean {
  const size = 1n << BigInt(widthOf(family) - length);
  return size > 2n && (bits === network || bits === network + size - 1n);
}

const segmentIds = new WeakMap<object, number>();
let segmentCount = 0;

function segmentOf(network: Network, device: Device): number {
  const segment = network.segments.of(device);
  if (!segment) return -1;
  const known = segmentIds.get(segment) ?? segmentCount++;
  segmentIds.set(segment, known);
  return known;
}

function routeKey(route: Route, places: ReadonlyMap<Device, number>): string {
  const { type, prefix, table, metric, mtu, src, hops } = route;
  const ways = hops.map(
    ({ via, device, onlink, weight }) => `${via?.text} ${places.get(device)} ${onlink} ${weight}`,
  );
  return [type, prefix.text, table, metric, mtu, src?.text, ...ways].join(' ');
}

function ruleKey(rule: PolicyRule, places: ReadonlyMap<Device, number>): string {
  const { family, priority, not, from, to, iif, oif, action, table, suppressPrefixLength } = rule;
  const devices = [iif, oif].map((device) => (device ? places.get(device) : ''));
  return [family, priority, not, from?.text, to?.text, ...devices, action, table, suppressPrefixLength].join(
    ' ',
  );
}

export function allNodes(lab: Lab): readonly Node[] {
  return lab.hosts.flatMap(nodesOf);
}
