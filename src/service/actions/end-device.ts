import { insertion } from '../writing/insert-statement.ts';
import { indentAt, stepOf } from '../writing/lines.ts';
import { removeStatement } from '../writing/remove.ts';
import { statementsAt } from '../writing/statement-at.ts';
import type { Remedy } from './remedy.ts';

/** What could be of the device or of its node, or of the route before it, written so that all see which. */
export const endDevice: Remedy = {
  rules: ['double-reading'],
  *offers({ span }, bench) {
    const { text, tree } = bench;
    const [statement, device] = statementsAt(tree, span.start).toReversed();
    const index = statement && device ? device.children.indexOf(statement) : -1;
    if (!statement || !device || index < 0) return;
    const before = device.children[index - 1];
    if (statement.word.keyword === 'mtu' && before) {
      const mtu = text.slice(statement.span.start, statement.span.end);
      const rest = removeStatement(text, statement.span);
      yield {
        title: 'write it in front of the route',
        edits: [insertion(before.span.start, `${mtu} `), rest],
      };
      yield {
        title: 'write it in the block of the route',
        edits: [insertion(before.span.end, ` < ${mtu} >`), rest],
      };
      return;
    }
    const end = before?.span.end ?? device.values.get('name')?.[0]?.span.end ?? device.keyword.end;
    const hop = [statement, ...statement.children].flatMap(({ values }) => values.get('address') ?? [])[0];
    const deeper = `${indentAt(text, device.span.start)}${stepOf(text)}`;
    const sending = bench.sendingAt(hop?.span ?? span);
    // a short address needs its device
    const whole = hop && sending?.hop.via ? [{ span: hop.span, text: sending.hop.via.text }] : [];
    yield { title: 'it is the node’s: end the device with `;`', edits: [insertion(end, ';'), ...whole] };
    yield {
      title: 'it is the device’s: indent it deeper',
      edits: [
        { span: { start: span.start - indentAt(text, span.start).length, end: span.start }, text: deeper },
      ],
    };
  },
};
