import type { Span } from '../../text/span.ts';

/** The line end of a text: that of its first line. */
export function lineEndOf(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
}

/** Where the line of an offset starts. */
export function lineStart(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && !isLineEnd(text[at - 1])) at--;
  return at;
}

/** Where the line of an offset ends, its line end not included. */
export function lineStop(text: string, offset: number): number {
  let at = offset;
  while (at < text.length && !isLineEnd(text[at])) at++;
  return at;
}

/** Behind the line end of the line of an offset. */
export function nextLine(text: string, offset: number): number {
  const at = lineStop(text, offset);
  if (text.startsWith('\r\n', at)) return at + 2;
  return Math.min(at + 1, text.length);
}

/** The blanks that the line of an offset begins with. */
export function indentAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset)))?.[0] ?? '';
}

/** Whether nothing but blanks stands before an offset on its line. */
export function isFirstOnLine(text: string, offset: number): boolean {
  return text.slice(lineStart(text, offset), offset).trim() === '';
}

/** Whether a stretch of text is on one line. */
export function isOnOneLine(text: string, { start, end }: Span): boolean {
  return !/[\r\n]/.test(text.slice(start, end));
}

/** What one more level is indented by, as the text has it. */
export function stepOf(text: string): string {
  const first = /(?:^|[\r\n])([ \t]+)[^\s#]/.exec(text)?.[1];
  return first?.startsWith('\t') ? '\t' : (first ?? '  ');
}

export function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}

function isLineEnd(character: string | undefined): boolean {
  return character === '\n' || character === '\r';
}
