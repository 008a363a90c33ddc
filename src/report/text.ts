import { codeFrameColumns } from '@babel/code-frame';
import picocolors from 'picocolors';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { SourceText } from '../text/source-text.ts';
import type { Span } from '../text/span.ts';
import { printable } from '../util/printable.ts';

/** Longer lines are shown as the piece around what is meant. */
const widest = 160;

/** A finding for people: its place, the sentence, the source with the words underlined, what else explains it, the cure. */
export function formatText(diagnostic: Diagnostic, source: SourceText, colour: boolean): string {
  const paint = picocolors.createColors(colour);
  const { line, column } = source.positionAt(diagnostic.span.start);
  const severity = diagnostic.severity === 'error' ? paint.red('error') : paint.yellow('warning');
  const lines = [
    `${paint.bold(`${printable(source.name === '-' ? '<stdin>' : source.name)}:${line}:${column}:`)} ${severity}: ${diagnostic.message} ${paint.dim(`[${diagnostic.rule}]`)}`,
    frame(source, diagnostic.span),
  ];
  for (const { span, message } of diagnostic.related ?? []) {
    const at = source.positionAt(span.start);
    lines.push(`  ${paint.cyan('note')}: ${message} ${paint.dim(`(line ${at.line})`)}`, frame(source, span));
  }
  if (diagnostic.help !== undefined) lines.push(`  ${paint.green('help')}: ${diagnostic.help}`);
  return `${lines.join('\n')}\n`;
}

/** The first line of a span with a marker under it. */
function frame(source: SourceText, span: Span): string {
  const { line } = source.positionAt(span.start);
  const whole = source.lineSpan(line);
  const from =
    whole.end - whole.start <= widest ? whole.start : Math.max(whole.start, span.start - widest / 2);
  const to = Math.min(whole.end, from + widest);
  const text = source.slice({ start: from, end: to });
  const shown = `${from > whole.start ? '…' : ''}${text}${to < whole.end ? '…' : ''}`;
  const start = span.start - from + (from > whole.start ? 2 : 1);
  const end = Math.max(start + 1, start + Math.min(span.end, to) - span.start);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal must not obey what a lab file says
  const safe = shown.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff]/g, '\ufffd');
  const options = { linesAbove: 0, linesBelow: 0, startLine: line };
  return codeFrameColumns(safe, { start: { line, column: start }, end: { line, column: end } }, options);
}
