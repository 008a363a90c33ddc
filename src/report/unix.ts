import { printable, shownName } from './printable.ts';
import type { Report } from './report.ts';

/** A line for each finding, as compilers write it and editors read it. */
export function unix({ files }: Report): string {
  const lines = files.flatMap(({ source, diagnostics }) =>
    diagnostics.map(({ span, severity, message, rule }) => {
      const { line, column } = source.positionAt(span.start);
      return `${shownName(source.name)}:${line}:${column}: ${severity}: ${printable(message)} [${rule}]\n`;
    }),
  );
  return lines.join('');
}
