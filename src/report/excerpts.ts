import stringWidth from 'string-width';
import type { SourceText } from '../text/source-text.ts';
import type { Mark } from './marks.ts';
import { printable } from './printable.ts';

/** Longer lines are shown as the pieces around what is meant. */
const widest = 160;

/** A mark in columns of a terminal, from 0. */
export interface Underline {
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly primary: boolean;
}

/** A line, or a piece of one, as it is shown. */
export interface Excerpt {
  readonly line: number;
  readonly text: string;
  readonly underlines: readonly Underline[];
}

/** A line with its marks: whole where it is short, else a piece around each group of marks that are near each other. */
export function excerptsOf(source: SourceText, line: number, marks: readonly Mark[]): readonly Excerpt[] {
  const whole = source.lineSpan(line);
  if (whole.end - whole.start <= widest) return [excerpt(source, line, whole.start, whole.end, marks)];
  return near(marks).map((group) => {
    const first = group[0]?.from ?? whole.start;
    const from = Math.max(whole.start, Math.min(first - widest / 2, whole.end - widest));
    return excerpt(source, line, from, Math.min(whole.end, from + widest), group);
  });
}

/** Marks of one line in groups, each short enough for one piece. */
function near(marks: readonly Mark[]): readonly (readonly Mark[])[] {
  const groups: Mark[][] = [];
  for (const mark of marks.toSorted((a, b) => a.from - b.from)) {
    const group = groups.at(-1);
    if (group && mark.to - (group[0]?.from ?? 0) <= widest / 2) group.push(mark);
    else groups.push([mark]);
  }
  return groups;
}

function excerpt(
  source: SourceText,
  line: number,
  from: number,
  to: number,
  marks: readonly Mark[],
): Excerpt {
  const whole = source.lineSpan(line);
  // half of a character is none
  const start = isSecondHalf(source.text, from) ? from + 1 : from;
  const end = isSecondHalf(source.text, to) ? to - 1 : to;
  const before = start > whole.start ? '…' : '';
  const after = end < whole.end ? '…' : '';
  const upTo = (offset: number): string =>
    before + shown(source.text.slice(start, Math.max(start, Math.min(offset, end))));
  const underlines = marks.map(({ from, to, message, primary }) => {
    const column = stringWidth(upTo(from));
    return { start: column, end: Math.max(column + 1, stringWidth(upTo(to))), message, primary };
  });
  return { line, text: `${upTo(end)}${after}`, underlines };
}

/** Tabs as wide as in no editor for sure, but always the same. */
function shown(text: string): string {
  return printable(text.replaceAll('\t', '    '));
}

function isSecondHalf(text: string, offset: number): boolean {
  const code = text.charCodeAt(offset);
  const before = text.charCodeAt(offset - 1);
  return code >= 0xdc00 && code <= 0xdfff && before >= 0xd800 && before <= 0xdbff;
}
