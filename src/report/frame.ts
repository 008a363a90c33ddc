import type { Colors } from 'picocolors/types.js';
import type { SourceText } from '../text/source-text.ts';
import { type Excerpt, excerptsOf } from './excerpts.ts';
import { type Label, type Mark, marksOf } from './marks.ts';
import { type Painter, underlineRows } from './underline.ts';

/** The lines of all labels, each once and in order, with the labels under them; `…` where more than one line is left out. */
export function frame(source: SourceText, labels: readonly Label[], paint: Colors, painter: Painter): string {
  const byLine = new Map<number, Mark[]>();
  for (const mark of labels.flatMap((label) => marksOf(source, label)))
    byLine.set(mark.line, [...(byLine.get(mark.line) ?? []), mark]);
  const lines = [...byLine.keys()].sort((a, b) => a - b);
  const width = String(lines.at(-1) ?? 1).length;
  const rows: string[] = [];
  let before = lines[0] ?? 1;
  for (const line of lines) {
    if (line - before > 2) rows.push(paint.dim(`${' '.repeat(width + 3)}…`));
    // a line alone between two that are shown takes no more room than the mark that it is left out
    if (line - before === 2)
      rows.push(...excerptsOf(source, line - 1, [none(source, line - 1)]).flatMap(bare));
    rows.push(...excerptsOf(source, line, byLine.get(line) ?? []).flatMap(whole));
    before = line;
  }
  return rows.join('\n');

  function bare(excerpt: Excerpt): readonly string[] {
    return [gutter(String(excerpt.line), false, excerpt.text)];
  }

  function whole(excerpt: Excerpt): readonly string[] {
    const primary = excerpt.underlines.some((underline) => underline.primary);
    return [
      gutter(String(excerpt.line), primary, excerpt.text),
      ...underlineRows(excerpt.underlines, painter).map((row) => gutter('', false, row)),
    ];
  }

  function gutter(number: string, primary: boolean, text: string): string {
    const edge = `${paint.dim(`${number.padStart(width)} |`)}${text === '' ? '' : ` ${text}`}`;
    return `${primary ? painter.primary('>') : ' '} ${edge}`;
  }
}

/** Where a line that has no mark is looked at: its beginning. */
function none(source: SourceText, line: number): Mark {
  const { start } = source.lineSpan(line);
  return { line, from: start, to: start, message: '', primary: false };
}
