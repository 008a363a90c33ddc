import type { Network } from '../forwarding/network.ts';
import type { Address } from '../model/address.ts';
import type { Node } from '../model/lab.ts';

/** Whether a node sends to an address without a next hop. */
export function isOnLink(network: Network, node: Node, address: Address): boolean {
  const [way] = network.fibOf(node).lookup(address)?.ways ?? [];
  return way !== undefined && way.via === undefined;
}
