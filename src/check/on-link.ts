import type { Network } from '../forwarding/network.ts';
import type { Address } from '../model/address.ts';
import type { Node } from '../model/lab.ts';

/** Whether a node sends to an address without a next hop. */
export function isOnLink(network: Network, node: Node, address: Address): boolean {
  const entry = network.fibOf(node).lookup(address);
  // one of its own is no next hop, but it says one
  return entry !== undefined && entry.ways[0]?.via === undefined && !entry.route?.hops[0]?.via;
}
