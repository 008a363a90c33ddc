import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { SourceText } from '../text/source-text.ts';
import { placeOf } from './place.ts';
import { printable, shownName } from './printable.ts';
import type { Report } from './report.ts';

/** Workflow commands of GitHub Actions: each finding becomes an annotation in the changed files. */
export function github({ files }: Report): string {
  const lines = files.flatMap(({ source, diagnostics }) =>
    diagnostics.map((diagnostic) => command(diagnostic, source)),
  );
  return lines.map((line) => `${line}\n`).join('');
}

function command(diagnostic: Diagnostic, source: SourceText): string {
  const { severity, span, rule } = diagnostic;
  const { line, endLine, column, endColumn } = placeOf(source, span);
  const properties = {
    file: shownName(source.name).replace(/^(\.\/)+/, ''),
    line,
    endLine,
    // GitHub takes no columns of a place over several lines
    ...(line === endLine ? { col: column, endColumn } : {}),
    title: rule,
  };
  const written = Object.entries(properties).map(([key, value]) => `${key}=${property(String(value))}`);
  return `::${severity} ${written.join(',')}::${data(said(diagnostic, source).join('\n'))}`;
}

function said({ message, help, related = [], fix }: Diagnostic, source: SourceText): readonly string[] {
  const notes = related.map((one) => {
    const { line, column } = source.positionAt(one.span.start);
    return `note: ${printable(one.message)} (${shownName(source.name)}:${line}:${column})`;
  });
  return [
    printable(message),
    ...(help === undefined ? [] : [`help: ${printable(help)}`]),
    ...(fix === undefined || fix.title === help ? [] : [`fix: ${printable(fix.title)}`]),
    ...notes,
  ];
}

/** What the runner reads as the text of a command. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** What the runner reads as the value of a property. */
function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
