import { appendInside } from '../writing/insert-statement.ts';
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
    for (const host of tree.statements) {
      const name = host.values.get('name')?.[0]?.text;
      if (host.word.keyword !== 'host' || !name) continue;
      const edits = [appendInside(text, host, moved), removeStatement(text, statement.span)];
      yield { title: `move it into host ${name}`, edits };
    }
  },
};
