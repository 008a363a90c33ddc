import { insertion } from '../writing/insert-statement.ts';
import { indentAt, isOnOneLine, lineEndOf, lineStart, stepOf } from '../writing/lines.ts';
import { removeStatement } from '../writing/remove.ts';
import { statementsAt } from '../writing/statement-at.ts';
import type { Remedy } from './remedy.ts';

/** What stands outside of every host, in one of them. */
export const moveIntoHost: Remedy = {
  rules: ['outside-hosts'],
  *offers({ span }, { text, tree }) {
    const [statement] = statementsAt(tree, span.start);
    if (!statement) return;
    const moved = text.slice(statement.span.start, statement.span.end);
    for (const { word, block, values } of tree.statements) {
      const name = values.get('name')?.[0]?.text;
      if (word.keyword !== 'host' || !block?.close || !name) continue;
      const { start } = block.close;
      const own = isOnOneLine(text, { start: block.open.start, end: start });
      const place = own
        ? insertion(start, `${/[<;\s]\s*$/.test(text.slice(0, start).trimEnd()) ? '' : '; '}${moved} `)
        : insertion(
            lineStart(text, start),
            `${indentAt(text, start)}${stepOf(text)}${moved}${lineEndOf(text)}`,
          );
      yield { title: `move it into host ${name}`, edits: [place, removeStatement(text, statement.span)] };
    }
  },
};
