import type { Network } from '../../forwarding/network.ts';
import { type Address, addressOf, lastOf, type Prefix } from '../../model/address.ts';
import type { Device } from '../../model/lab.ts';

/**
 * The next address of a prefix that nobody on the segment of a device has or sends to as a next hop: behind another
 * where one is given, and then from its start.
 */
export function nextFree(
  { prefix, behind = -1n }: { readonly prefix: Prefix; readonly behind?: bigint },
  device: Device,
  network: Network,
): Address | undefined {
  const { family, network: first } = prefix;
  const last = lastOf(prefix);
  // of the two ends one is the network's own; in a /31 and a /127 both are hosts
  const edge = last - first > 1n ? 1n : 0n;
  const from = first + edge;
  const to = last - (family === 'inet' ? edge : 0n);
  const taken = takenIn(prefix, device, network);
  let at = behind >= from && behind < to ? behind + 1n : from;
  for (let tries = 0; tries <= taken.size + 1; tries++) {
    if (!taken.has(at)) return addressOf(family, at);
    at = at < to ? at + 1n : from;
  }
  return undefined;
}

function takenIn({ family }: Prefix, device: Device, network: Network): Set<bigint> {
  const held = (network.segments.of(device)?.devices ?? [device]).flatMap(({ addresses }) => addresses);
  const all = [...held.map(({ address }) => address), ...askedHops(network, device)];
  return new Set(all.flatMap((one) => (one.family === family ? [one.bits] : [])));
}

/** The next hops that are used on the segment of a device. */
export function askedHops({ segments }: Network, device: Device): readonly Address[] {
  const segment = segments.of(device);
  const nodes = new Set(segment?.interfaces.map(({ node }) => node));
  const found = new Map<string, Address>();
  for (const { routes } of nodes)
    for (const hop of routes.flatMap(({ hops }) => hops))
      if (hop.via && segments.of(hop.device) === segment) found.set(hop.via.text, hop.via);
  return [...found.values()];
}
