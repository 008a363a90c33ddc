import { diffArrays } from 'diff';
import type { Analysis } from '../compile.ts';
import type { Edit } from '../diagnostic/diagnostic.ts';
import { format } from '../format/format.ts';
import { parse } from '../syntax/parse.ts';
import type { Statement } from '../syntax/tree.ts';
import { SourceText } from '../text/source-text.ts';
import type { Span } from '../text/span.ts';

/** The edits that bring a lab into its one form, or those of the top-level statements that a span touches. */
export function formatting({ source, tree }: Analysis, touched?: Span): readonly Edit[] {
  const { text } = format(source);
  if (text === source.text) return [];
  // where lines end with CRLF, that is the editor's matter
  const after = source.text.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text;
  if (!touched) return edits(source.text, { start: 0, end: source.text.length }, after);
  const meant = tree.statements.flatMap(({ span }, index) =>
    span.start <= touched.end && touched.start <= span.end ? [index] : [],
  );
  const [first, last] = [meant[0], meant.at(-1)];
  if (first === undefined || last === undefined) return [];
  const formatted = parse(new SourceText(source.name, after)).tree.statements;
  const from = stretch(source.text, tree.statements, first, last);
  const to = stretch(after, formatted, first, last);
  return from && to ? edits(source.text, from, after.slice(to.start, to.end)) : [];
}

/** From one statement to another, with the indentation of the first. */
function stretch(
  text: string,
  statements: readonly Statement[],
  first: number,
  last: number,
): Span | undefined {
  const [from, to] = [statements[first]?.span, statements[last]?.span];
  if (!from || !to) return undefined;
  const indentation = /(?<=^|[\r\n])[ \t]*$/.exec(text.slice(0, from.start))?.[0] ?? '';
  return { start: from.start - indentation.length, end: to.end };
}

/** Few and small edits that put a text in the place of a stretch: a comparison of lines, as long as that is quick. */
function edits(text: string, { start, end }: Span, wanted: string): readonly Edit[] {
  const [before, after] = [linesOf(text.slice(start, end)), linesOf(wanted)];
  const changes = diffArrays(before, after, { timeout: 200 }) ?? [
    { value: before, removed: true, added: false },
    { value: after, removed: false, added: true },
  ];
  const found: Edit[] = [];
  let at = start;
  let open: { removed: string; added: string } | undefined;
  const close = (): void => {
    if (open) found.push(trimmed(at - open.removed.length, open.removed, open.added));
    open = undefined;
  };
  for (const { value, removed, added } of changes) {
    const piece = value.join('');
    if (!removed && !added) close();
    else {
      open ??= { removed: '', added: '' };
      open[removed ? 'removed' : 'added'] += piece;
    }
    if (!added) at += piece.length;
  }
  close();
  return found;
}

/** Without what stays at both ends. Never cuts between the halves of a character or of a CRLF. */
function trimmed(at: number, removed: string, added: string): Edit {
  const most = Math.min(removed.length, added.length);
  let head = 0;
  while (head < most && removed[head] === added[head]) head++;
  while (head > 0 && isInside(removed, head)) head--;
  let tail = 0;
  while (tail < most - head && removed.at(-1 - tail) === added.at(-1 - tail)) tail++;
  while (tail > 0 && isInside(removed, removed.length - tail)) tail--;
  return {
    span: { start: at + head, end: at + removed.length - tail },
    text: added.slice(head, added.length - tail),
  };
}

function isInside(text: string, index: number): boolean {
  return /[\ud800-\udbff][\udc00-\udfff]|\r\n/.test(text.slice(Math.max(index - 1, 0), index + 1));
}

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
