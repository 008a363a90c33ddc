import { type Nat, type Node, nodeName } from '../../model/lab.ts';
import { AddressIndex } from '../address-index.ts';
import type { Finding, Rule, Subject } from '../rule.ts';

export const unmatchedNat: Rule = {
  name: 'unmatched-nat',
  summary: 'no packet from the prefix of a `nat` leaves through its device',
  *check(subject) {
    const index = new AddressIndex(subject.nodes);
    for (const node of subject.nodes) {
      if (node.forwards.length === 0) continue;
      for (const nat of node.nats) {
        const finding = findingOf(node, nat, index, subject);
        if (finding) yield finding;
      }
    }
  },
};

function findingOf(
  node: Node,
  { prefix, prefixOrigin, device, origin }: Nat,
  index: AddressIndex,
  { nodes, network }: Subject,
): Finding | undefined {
  if (!prefix || !prefixOrigin || prefix.length === 0 || nodes.some(({ damaged }) => damaged))
    return undefined;
  const out = device && network.segments.of(device);
  const foreign = [...index.within(prefix)].filter((entry) => entry.device.node !== node);
  if (out && foreign.length > 0 && foreign.every((entry) => network.segments.of(entry.device) === out))
    return {
      span: origin,
      message: `${prefix.text} is on the segment of \`${device.name}\` itself: nothing from it leaves through \`${device.name}\`.`,
      help: 'behind `->` stands the device towards the outside',
    };
  if (foreign.length > 0) return undefined;
  const open = node.devices.some((other) => other !== device && network.segments.of(other)?.open);
  return {
    span: prefixOrigin,
    message: `Nothing in the lab but ${nodeName(node)} has an address in ${prefix.text}, so no packet that it forwards matches.`,
    help: 'name the prefix of those who send through this node',
    ...(open ? { given: 'unknown-members' } : {}),
  };
}
