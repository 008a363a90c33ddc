import { type Address, contains } from '../model/address.ts';
import type { Device, Node } from '../model/lab.ts';
import type { Network } from './network.ts';
import { inet6Source, inetSource } from './source-address.ts';

/** What a node masqueraded, and takes back in what is answered (conntrack). */
export interface Translation {
  readonly at: Node;
  readonly from: Address;
  readonly to: Address;
  /** Where the packet went: only an answer from there is one. */
  readonly destination: Address;
}

/** Whether a node masquerades what leaves it by a device from a source (nft: `ip saddr P oifname D masquerade`). */
function isMasqueraded({ nats }: Node, out: Device, source: Address): boolean {
  return nats.some(
    ({ prefix, device }) => (!device || device === out) && (!prefix || contains(prefix, source)),
  );
}

/**
 * The masquerade of a packet that leaves by a device: from then on its source is an address of that device
 * (nf_nat_masquerade_ipv4, nf_nat_masquerade_ipv6). `dropped` where the node has none.
 */
export function masquerade(
  network: Network,
  out: Device,
  via: Address | undefined,
  source: Address | undefined,
  destination: Address,
): Translation | 'dropped' | undefined {
  const { node } = out;
  if (node.nats.length === 0 || !source || !isMasqueraded(node, out, source)) return undefined;
  const stack = network.stackOf(node);
  const next = via ?? destination;
  const to =
    source.family === 'inet'
      ? inetSource(stack, out, next.family === 'inet' ? next : undefined)
      : inet6Source(stack, out, destination);
  return to ? { at: node, from: source, to, destination } : 'dropped';
}

/** What an answer that comes by is translated back to, where the node masqueraded what it answers. */
export function translateBack(
  translations: readonly Translation[],
  node: Node,
  source: Address,
  to: Address,
): Translation | undefined {
  return translations.findLast(
    (one) => one.at === node && one.destination.bits === source.bits && one.to.bits === to.bits,
  );
}
