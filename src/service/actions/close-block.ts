import { insertion } from '../writing/insert-statement.ts';
import { indentAt, isOnOneLine, lineEndOf } from '../writing/lines.ts';
import type { Remedy } from './remedy.ts';

/** The `>` that a block lacks, where the finding says that it is missing. */
export const closeBlock: Remedy = {
  rules: ['syntax'],
  *offers({ span, related = [] }, { text }) {
    const open = related.find(({ message }) => message === 'opened here')?.span;
    if (!open) return;
    const own = isOnOneLine(text, { start: open.start, end: span.end });
    const gap = own ? ' ' : `${lineEndOf(text)}${indentAt(text, open.start)}`;
    yield { title: 'close the block', edits: [insertion(span.end, `${gap}>`)] };
  },
};
