import type { Address } from '../../model/address.ts';
import type { Device } from '../../model/lab.ts';
import { isShort } from '../../model/values.ts';
import type { Span } from '../../text/span.ts';
import type { CodeAction } from '../code-actions.ts';
import { shortest } from '../short-address.ts';
import { insertInside } from '../writing/insert-statement.ts';
import { valueAt } from '../writing/statement-at.ts';
import { type Bench, isSame } from './bench.ts';

/** What can be written in another way, without changing what it says. */
export function* refactors(bench: Bench, span: Span): Generator<CodeAction> {
  const value = valueAt(bench.tree, span);
  // what a loop or a range makes of a word is not in the source
  if (!value || value.name.text.includes('{') || value.path.some(({ word }) => word.loop)) return;
  const { span: place, text } = value.name;
  const completed = completedAt(bench, place);
  if (completed) {
    const other = isShort(text)
      ? completed.address.text
      : shortest(completed.address, completed.device, place.start);
    if (other && other !== text)
      yield { title: `write \`${other}\``, kind: 'refactor', edits: [{ span: place, text: other }] };
  }
  const implied = bench.deviceAt(place);
  const scope = implied?.written === 'implied' ? bench.scopeOf(implied.node) : undefined;
  if (implied && scope)
    yield {
      title: `write this end in ${implied.node.name}`,
      kind: 'refactor',
      edits: [insertInside(bench.text, scope, `veth ${implied.name}`)],
    };
}

/** The address of a next hop, source or neighbour, and the device that completes it where it stands. */
function completedAt(bench: Bench, span: Span): { address: Address; device: Device } | undefined {
  for (const { routes, neighbours, devices } of bench.nodes) {
    const address =
      routes.flatMap(({ hops }) => hops).find(({ origin }) => isSame(origin, span))?.via ??
      routes.find(({ srcOrigin }) => srcOrigin && isSame(srcOrigin, span))?.src ??
      neighbours.find(({ origin }) => isSame(origin, span))?.address;
    if (!address) continue;
    const kinds = ['bridge', 'veth', 'lo', 'uplink'];
    const drawing = bench.around(span, kinds);
    const device = devices.find(({ origin }) => drawing && bench.statementOf(origin, kinds) === drawing);
    return device && { address, device };
  }
  return undefined;
}
