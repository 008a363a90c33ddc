import { commonAddresses, countedAddresses, familiesOf } from '../model/expectations.ts';
import { type Expectation, type Host, type Node, nodeName, type Target } from '../model/lab.ts';
import type { Step } from './plan.ts';

/** The expectations as the script of one host proves them; those that start elsewhere are named and skipped. */
export function planExpectation(expectation: Expectation, host: Host): readonly Step[] {
  const { from, to } = expectation;
  if (from.length === 1 && to.length === 1) return single(expectation, host);
  if (expectation.kind === 'reaches') return loops(expectation, host);
  return from.flatMap((one) =>
    to
      .filter((target) => target.node !== one && commonAddresses(one, target).length > 0)
      .flatMap((target) => single({ ...expectation, from: [one], to: [target] }, host)),
  );
}

function single({ kind, from: [from], to: [to], via, origin }: Expectation, host: Host): readonly Step[] {
  if (!from || !to) return [];
  const verb = kind === 'reaches' ? 'reaches' : 'cannot reach';
  const way = via ? ` via ${via.map(nodeName).join(', ')}` : '';
  return [
    {
      step: 'expect',
      kind,
      node: from.name,
      addresses: commonAddresses(from, to).map(({ text }) => text),
      text: `${nodeName(from)} ${verb} ${to.text}${way}`,
      hops: via?.map((node) => countedAddresses(node).map(({ text }) => text)),
      own: kind === 'reaches' && to.node && to.node !== from ? ownAddress(from, to) : undefined,
      elsewhere: from.host === host ? undefined : (from.host.name ?? 'root'),
      origin,
    },
  ];
}

function ownAddress(from: Node, to: Target): string | undefined {
  const own = new Set(countedAddresses(from).map(({ text }) => text));
  return commonAddresses(from, to).find(({ text }) => own.has(text))?.text;
}

/** One loop for the senders that have the same families: a line for each sender, not for each pair. */
function loops({ from, to, origin }: Expectation, host: Host): readonly Step[] {
  const groups = new Map<string, Node[]>();
  for (const node of from) {
    if (node.host !== host) continue;
    const key = [...familiesOf(node)].sort().join(' ');
    groups.set(key, [...(groups.get(key) ?? []), node]);
  }
  const steps: Step[] = [];
  for (const sources of groups.values()) {
    const first = sources[0] as Node;
    const targets = to
      .map((target) => ({
        // the senders know themselves by this name; on another host the same name is somebody else
        name: target.node?.host === host ? target.node.name : target.text,
        addresses: commonAddresses(first, target).map(({ text }) => text),
      }))
      .filter(({ addresses }) => addresses.length > 0);
    const known = sources.filter((node) => targets.some(({ name }) => name !== node.name));
    if (known.length > 0)
      steps.push({
        step: 'expect-all',
        to: to.length === 1 ? (to[0]?.text ?? '') : 'all',
        sources: known.map(({ name }) => name),
        targets,
        origin,
      });
  }
  return steps;
}
