import type { SourceText } from '../text/source-text.ts';
import type { Span } from '../text/span.ts';

/** A place to underline, and what to say at it. */
export interface Label {
  readonly span: Span;
  readonly message: string;
  /** The place of the finding itself; the others explain it. */
  readonly primary: boolean;
}

/** What of a label falls on one line; offsets in the source. */
export interface Mark {
  readonly line: number;
  readonly from: number;
  readonly to: number;
  readonly message: string;
  readonly primary: boolean;
}

/** A label line by line. Of one over many lines the first and the last are marked, and its message is at the last. */
export function marksOf(source: SourceText, { span, message, primary }: Label): readonly Mark[] {
  const first = source.positionAt(span.start).line;
  const last = Math.max(first, source.positionAt(Math.max(span.start, span.end - 1)).line);
  const lines = last - first > 2 ? [first, last] : range(first, last);
  return lines.map((line) => {
    const whole = source.lineSpan(line);
    const start = line === first ? span.start : whole.start + indentOf(source.slice(whole));
    const from = Math.min(start, whole.end);
    const to = Math.max(from, Math.min(span.end, whole.end));
    return { line, from, to, message: line === last ? message : '', primary };
  });
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
