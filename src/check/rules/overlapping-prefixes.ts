import { isLinkLocal, isSingle, overlaps } from '../../model/address.ts';
import type { Device, InterfaceAddress, Node } from '../../model/lab.ts';
import type { Finding, Rule, Subject } from '../rule.ts';

interface Held {
  readonly device: Device;
  readonly held: InterfaceAddress;
}

export const overlappingPrefixes: Rule = {
  name: 'overlapping-prefixes',
  summary: 'two interfaces of one node have prefixes that overlap',
  *check(subject) {
    for (const node of subject.nodes) if (hasSeveral(node)) yield* checkNode(node, subject);
  },
};

/** Most nodes have one address. */
function hasSeveral({ devices }: Node): boolean {
  let count = 0;
  for (const { addresses } of devices) count += addresses.length;
  return count > 1;
}

function* checkNode(node: Node, { network }: Subject): Generator<Finding> {
  const all: Held[] = node.devices
    .filter(({ kind }) => kind !== 'lo')
    .flatMap((device) => device.addresses.map((held) => ({ device, held })))
    .filter(({ held }) => !isSingle(held.prefix) && !isLinkLocal(held.address));
  if (all.length < 2) return;
  // sorted by network, a prefix is followed by those within it
  const sorted = all.toSorted((a, b) => order(a.held, b.held));
  let around: Held[] = [];
  for (const one of sorted) {
    around = around.filter(({ held }) => overlaps(held.prefix, one.held.prefix));
    const other = around.find(({ device }) => device !== one.device);
    if (other) {
      const [first, second] = other.held.origin.start <= one.held.origin.start ? [other, one] : [one, other];
      const nested = first.held.prefix.length !== second.held.prefix.length;
      const together = network.segments.of(first.device) === network.segments.of(second.device);
      yield {
        span: second.held.origin,
        message: nested
          ? `${second.held.prefix.text} overlaps ${first.held.prefix.text} on \`${first.device.name}\`: the longer prefix takes its addresses from the other.`
          : `\`${first.device.name}\` is in ${first.held.prefix.text}, too: packets to it leave through only one of the two.`,
        help: 'give each link of a node a prefix of its own',
        related: [{ span: first.held.origin, message: 'the other interface' }],
        ...(nested || together ? { given: 'nested' } : {}),
      };
    }
    around.push(one);
  }
}

function order(a: InterfaceAddress, b: InterfaceAddress): number {
  if (a.prefix.family !== b.prefix.family) return a.prefix.family < b.prefix.family ? -1 : 1;
  if (a.prefix.network !== b.prefix.network) return a.prefix.network < b.prefix.network ? -1 : 1;
  return a.prefix.length - b.prefix.length || a.origin.start - b.origin.start;
}
