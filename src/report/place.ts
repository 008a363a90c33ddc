import type { SourceText } from '../text/source-text.ts';
import type { Span } from '../text/span.ts';

/** A span as people and machines count: from 1, columns in code points, the end behind the last character. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export function placeOf(source: SourceText, { start, end }: Span): Place {
  const from = source.positionAt(start);
  const to = source.positionAt(end);
  return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
}
