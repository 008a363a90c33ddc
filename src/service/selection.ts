import type { Analysis } from '../compile.ts';
import type { Block, Statement } from '../syntax/tree.ts';
import type { Span } from '../text/span.ts';
import { nameAt } from './names.ts';

/** What an editor selects step by step, the smallest first: name, word, list, statement, what is in the block, block, … file. */
export function selection(analysis: Analysis, offset: number): readonly Span[] {
  const { source, tree } = analysis;
  const around: Span[] = [{ start: 0, end: source.text.length }];
  descend(tree.statements, offset, around);
  around.push(...commentsAt(analysis, offset));
  const name = nameAt(analysis, offset);
  if (name) around.push(name.span);
  const nested: Span[] = [];
  for (const { start, end } of around) {
    const outer = nested.at(-1);
    if (start === end || !holds({ start, end }, offset)) continue;
    if (outer && (start < outer.start || end > outer.end || end - start === outer.end - outer.start))
      continue;
    nested.push({ start, end });
  }
  return nested.reverse();
}

function descend(statements: readonly Statement[], offset: number, into: Span[]): void {
  // of two that touch, the one that begins at the cursor
  const statement = statements.findLast(({ span }) => holds(span, offset));
  if (!statement) return;
  const { block, children, span, values } = statement;
  into.push(span);
  if (block && inBlock(block, offset, span)) {
    into.push({ start: block.open.start, end: block.close?.end ?? span.end });
    const inside = children.filter((child) => inBlock(block, child.span.start, span));
    const [first, last] = [inside[0], inside.at(-1)];
    if (first && last) into.push({ start: first.span.start, end: last.span.end });
  }
  for (const names of values.values()) {
    const [first, last] = [names[0], names.at(-1)];
    if (!first || !last || !holds({ start: first.span.start, end: last.span.end }, offset)) continue;
    into.push({ start: first.span.start, end: last.span.end });
    into.push(...names.map((name) => name.span).filter((one) => holds(one, offset)));
    return;
  }
  if (holds(statement.keyword, offset)) into.push(statement.keyword);
  else descend(children, offset, into);
}

function inBlock({ open, close }: Block, offset: number, { end }: Span): boolean {
  return open.start <= offset && offset <= (close?.end ?? end);
}

/** The comment at an offset, behind the run of whole lines of comments that it is in. */
function commentsAt({ source, tree }: Analysis, offset: number): readonly Span[] {
  const { comments } = tree;
  const at = comments.findIndex(({ span }) => holds(span, offset));
  const comment = comments[at];
  if (!comment) return [];
  let [first, last] = [at, at];
  while (follows(first - 1)) first--;
  while (follows(last)) last++;
  const run = { start: comments[first]?.span.start ?? 0, end: comments[last]?.span.end ?? 0 };
  return [run, comment.span];

  /** Whether a comment and the next one fill lines that follow each other. */
  function follows(index: number): boolean {
    const [one, other] = [comments[index], comments[index + 1]];
    if (!one?.ownLine || !other?.ownLine) return false;
    return source.positionAt(other.span.start).line === source.positionAt(one.span.start).line + 1;
  }
}

function holds({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}
