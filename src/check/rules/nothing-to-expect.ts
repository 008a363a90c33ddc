import { type Address, isLoopback, isMulticast } from '../../model/address.ts';
import { commonAddresses, countedAddresses } from '../../model/expectations.ts';
import { type Expectation, nodeName } from '../../model/lab.ts';
import type { Rule } from '../rule.ts';

export const nothingToExpect: Rule = {
  name: 'nothing-to-expect',
  summary: 'an expectation has nothing that could be tested',
  *check({ lab, nodes }) {
    const unsure = nodes.some((node) => node.damaged);
    for (const expectation of lab.expectations) {
      const why = unsure ? undefined : whyNothing(expectation);
      if (why) yield { span: expectation.origin, message: `This expectation tests nothing: ${why}` };
    }
  },
};

function canAnswer(address: Address): boolean {
  return !isLoopback(address) && !isMulticast(address) && address.bits !== 0n;
}

function whyNothing({ from: froms, to: tos, several }: Expectation): string | undefined {
  const [from, to] = [froms[0], tos[0]];
  if (!from || !to) return 'no namespace has an address.';
  if (!several && to.node === from) return `${nodeName(from)} always reaches itself.`;
  const own = new Set(countedAddresses(from).map(({ text }) => text));
  if (!several && to.addresses.length > 0 && to.addresses.every(({ text }) => own.has(text)))
    return `${to.text} is ${nodeName(from)} itself.`;
  const [address] = to.addresses;
  if (to.node === undefined && address && !canAnswer(address))
    return `no other node can have ${address.text}.`;
  const tests = froms.some((one) =>
    tos.some((target) => !(several && target.node === one) && commonAddresses(one, target).length > 0),
  );
  if (tests) return undefined;
  if (to.addresses.length === 0) return `${to.text} has no address.`;
  if (countedAddresses(from).length === 0) return `${nodeName(from)} has no address.`;
  if (froms.length === 1 && tos.length === 1 && to.node !== from)
    return `${nodeName(from)} and ${to.text} have no family in common.`;
  return 'there are no two nodes with a family in common.';
}
