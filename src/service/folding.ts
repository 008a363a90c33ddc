import type { Analysis } from '../compile.ts';
import type { Statement } from '../syntax/tree.ts';
import type { SourceText } from '../text/source-text.ts';
import type { Span } from '../text/span.ts';

export interface Fold {
  /** What is hidden: behind the first line to the end of the last line that is. */
  readonly span: Span;
  readonly kind: 'block' | 'comment';
}

/** What an editor can fold: blocks of more than one line, whose `>` stays in sight, and runs of comments. */
export function folding({ source, tree }: Analysis): readonly Fold[] {
  const folds: Fold[] = [];
  for (const statement of tree.statements) addBlocks(statement, source, folds);
  const lines = tree.comments.filter(({ ownLine }) => ownLine);
  for (let first = 0; first < lines.length; ) {
    let next = first + 1;
    while (next < lines.length && lineOf(next) === lineOf(next - 1) + 1) next++;
    if (next - first > 1)
      add(folds, source, 'comment', lines[first]?.span.end ?? 0, lines[next - 1]?.span.end ?? 0);
    first = next;
  }
  return folds.sort((a, b) => a.span.start - b.span.start);

  function lineOf(index: number): number {
    return source.positionAt(lines[index]?.span.start ?? 0).line;
  }
}

function addBlocks({ block, children, span }: Statement, source: SourceText, folds: Fold[]): void {
  if (block) {
    const closeLine = block.close && source.positionAt(block.close.start).line;
    const end = closeLine === undefined ? span.end : source.lineSpan(closeLine - 1).end;
    add(folds, source, 'block', block.open.end, end);
  }
  for (const child of children) addBlocks(child, source, folds);
}

function add(folds: Fold[], source: SourceText, kind: Fold['kind'], start: number, end: number): void {
  if (start < end && source.positionAt(start).line < source.positionAt(end).line)
    folds.push({ span: { start, end }, kind });
}
