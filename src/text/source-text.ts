import type { Span } from './span.ts';

/** A place as people count: line and column from 1, the column in Unicode code points. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The text of a lab file and the name it is shown under. */
export class SourceText {
  readonly name: string;
  readonly text: string;
  #starts: number[] | undefined;

  constructor(name: string, text: string) {
    this.name = name;
    this.text = text;
  }

  /** The position of an offset; offsets past the end give the end. */
  positionAt(offset: number): Position {
    const starts = this.#lineStarts();
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const start = starts[low] ?? 0;
    return { line: low + 1, column: codePoints(this.text, start, Math.min(offset, this.text.length)) + 1 };
  }

  /** The span of a line (from 1) without its line end. */
  lineSpan(line: number): Span {
    const starts = this.#lineStarts();
    const start = starts[line - 1] ?? this.text.length;
    let end = starts[line] ?? this.text.length;
    while (end > start && isLineEnd(this.text.charCodeAt(end - 1))) end--;
    return { start, end };
  }

  get lineCount(): number {
    return this.#lineStarts().length;
  }

  slice(span: Span): string {
    return this.text.slice(span.start, span.end);
  }

  // Lines end with LF, CRLF or a lone CR, as editors count them.
  #lineStarts(): number[] {
    if (this.#starts) return this.#starts;
    const starts = [0];
    for (let i = 0; i < this.text.length; i++) {
      const code = this.text.charCodeAt(i);
      if (code === 10 || (code === 13 && this.text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
    }
    this.#starts = starts;
    return starts;
  }
}

function isLineEnd(code: number): boolean {
  return code === 10 || code === 13;
}

function codePoints(text: string, from: number, to: number): number {
  let count = 0;
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code < 0xdc00 || code > 0xdfff || i === from) count++;
  }
  return count;
}
