import type { SourceText } from '../text/source-text.ts';
import type { Span } from '../text/span.ts';

/** The name of a lab file as a script shows it: no path, and nothing that a shell, ip or nft could take for more than a word. */
export function fileLabel(name: string): string {
  const base = name === '-' ? 'stdin' : (name.split(/[/\\]/).pop() ?? '');
  return base.replace(/[^A-Za-z0-9._+-]/g, '_').slice(0, 64) || 'lab';
}

/** `lab.net:4`: the line where a span begins. */
export function placeOf(source: SourceText, span: Span): string {
  return `${fileLabel(source.name)}:${source.positionAt(span.start).line}`;
}

/** The lines of the lab that a span touches, as comments for the script: the lab's own comments left out. */
export function quoteLines(source: SourceText, span: Span): readonly string[] {
  const from = source.positionAt(span.start).line;
  const to = source.positionAt(Math.max(span.start, span.end - 1)).line;
  const lines: string[] = [];
  for (let line = from; line <= to; line++) {
    const whole = source.lineSpan(line);
    // on a line with several statements only the one that is meant
    const start = line === from ? span.start : whole.start;
    const text = source.slice({ start, end: line === to ? span.end : whole.end });
    const clean = text
      .replace(/#.*$/s, '')
      .replace(/[^\x20-\x7e]+/g, ' ')
      .trimEnd();
    if (clean.trim()) lines.push(`# ${fileLabel(source.name)}:${line}  ${clean.slice(0, 120)}`);
  }
  return lines;
}
