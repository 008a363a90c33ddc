import type { Network } from '../../forwarding/network.ts';
import { type Address, addressOf, lastOf, type Prefix } from '../../model/address.ts';
import type { Device, Node } from '../../model/lab.ts';

/** The next address of a prefix, behind another and then from its start, that nobody has and nobody names. */
export function nextFree(
  { prefix, behind }: { readonly prefix: Prefix; readonly behind: bigint },
  device: Device,
  network: Network,
  nodes: readonly Node[],
): Address | undefined {
  const { family, network: first } = prefix;
  const last = lastOf(prefix);
  // of the two ends one is the network's own; in a /31 and a /127 both are hosts
  const edge = last - first > 1n ? 1n : 0n;
  const from = first + edge;
  const to = last - (family === 'inet' ? edge : 0n);
  const taken = takenIn(prefix, device, network, nodes);
  let at = behind >= from && behind < to ? behind + 1n : from;
  for (let tries = 0; tries <= taken.size + 1; tries++) {
    if (!taken.has(at)) return addressOf(family, at);
    at = at < to ? at + 1n : from;
  }
  return undefined;
}

function takenIn({ family }: Prefix, device: Device, network: Network, nodes: readonly Node[]): Set<bigint> {
  const taken = new Set<bigint>();
  const take = (address: Address | undefined): void => {
    if (address?.family === family) taken.add(address.bits);
  };
  for (const { addresses } of network.segments.of(device)?.devices ?? [device])
    for (const { address } of addresses) take(address);
  for (const { routes } of nodes) for (const { hops } of routes) for (const { via } of hops) take(via);
  return taken;
}
