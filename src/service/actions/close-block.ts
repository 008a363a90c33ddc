import type { Tree } from '../../syntax/tree.ts';
import type { Span } from '../../text/span.ts';
import { insertion } from '../writing/insert-statement.ts';
import { indentAt, isOnOneLine, lineEndOf } from '../writing/lines.ts';
import { statementsAt } from '../writing/statement-at.ts';
import type { Remedy } from './remedy.ts';

/** The `>` that a block lacks, where the finding says that it is missing. */
export const closeBlock: Remedy = {
  rules: ['syntax'],
  *offers({ span, related = [] }, { text, tree }) {
    const open = related.find((one) => isOpen(tree, one.span))?.span;
    if (!open) return;
    const own = isOnOneLine(text, { start: open.start, end: span.end });
    const gap = own ? ' ' : `${lineEndOf(text)}${indentAt(text, open.start)}`;
    yield { title: 'close the block', edits: [insertion(span.end, `${gap}>`)] };
  },
};

/** Whether a statement has its keyword at a place, and a block that ends nowhere. */
function isOpen(tree: Tree, { start }: Span): boolean {
  return statementsAt(tree, start).some(
    ({ block, keyword }) => block && !block.close && keyword.start === start,
  );
}
