import { type Node, nodeName } from '../model/lab.ts';
import type { Trace } from './trace.ts';

/** Whether a packet is forwarded by these nodes, in this order, and by no others. */
export function isVia({ hops }: Trace, via: readonly Node[]): boolean {
  return hops.length === via.length + 1 && via.every((node, index) => hops[index + 1]?.node === node);
}

/** The nodes of a way: `ns1 → router → ns2`. */
export function wayOf({ hops, at }: Trace): string {
  return [...hops.map(({ node }) => node), at].map(nodeName).join(' → ');
}
