import picocolors from 'picocolors';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { SourceText } from '../text/source-text.ts';
import { counted, countOf } from './count.ts';
import { frame } from './frame.ts';
import type { Label } from './marks.ts';
import { printable, shownName } from './printable.ts';
import type { FileReport, Report } from './report.ts';

/** A finding for people: its place, the sentence, the source with the words underlined, what explains it beside them, the cure. */
export function formatText(diagnostic: Diagnostic, source: SourceText, colour: boolean): string {
  const { span, severity, message, rule, related = [] } = diagnostic;
  const paint = picocolors.createColors(colour);
  const { line, column } = source.positionAt(span.start);
  const primary = severity === 'error' ? paint.red : paint.yellow;
  const labels: readonly Label[] = [
    { span, message: '', primary: true },
    ...related.map((one) => ({ span: one.span, message: printable(one.message), primary: false })),
  ];
  const lines = [
    `${paint.bold(`${shownName(source.name)}:${line}:${column}:`)} ${primary(severity)}: ${printable(message)} ${paint.dim(`[${rule}]`)}`,
    frame(source, labels, paint, { primary, related: paint.cyan }),
    ...cures(diagnostic).map(([word, text]) => `  ${paint.green(word)}: ${printable(text)}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** What helps; what a machine would do is not said twice. */
function cures({ help, fix }: Diagnostic): readonly (readonly [word: string, text: string])[] {
  const cures: (readonly [string, string])[] = [];
  if (help !== undefined) cures.push(['help', help]);
  if (fix && fix.title !== help) cures.push(['fix', fix.title]);
  return cures;
}

/** The findings for people, and a line that counts them. Of what is clean nothing is said. */
export function text({ files, fixed, colour }: Report): string {
  const shown = files.flatMap(({ source, diagnostics }) =>
    diagnostics.map((diagnostic) => formatText(diagnostic, source, colour)),
  );
  const left = files.flatMap((file) => file.left).length;
  const more = left === 0 ? [] : [`… and ${left} more\n`];
  const summary = summaryOf(files, fixed);
  return [...shown, ...more, ...(summary === '' ? [] : [`${summary}\n`])].join('\n');
}

function summaryOf(files: readonly FileReport[], fixed: number): string {
  const all = files.map(({ diagnostics, left }) => [...diagnostics, ...left]);
  const places = all.filter((found) => found.length > 0).length;
  const fixable = all.flat().filter(({ fix }) => fix !== undefined).length;
  const parts = [
    fixed === 0 ? '' : `${counted(fixed, 'finding')} fixed`,
    `${countOf(all.flat())}${places > 1 ? ` in ${places} files` : ''}`,
    fixable === 0 ? '' : `${fixable} can be fixed with --fix`,
  ];
  return parts.filter((part) => part !== '').join('; ');
}
