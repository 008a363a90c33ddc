import { printable } from '../report/printable.ts';

/** A text of the user's as code within a line: no backtick of it ends it. */
export function code(text: string): string {
  const shown = printable(text);
  const ticks = '`'.repeat(longestRun(shown) + 1);
  const pad = shown.startsWith('`') || shown.endsWith('`') || shown.trim() === '' ? ' ' : '';
  return `${ticks}${pad}${shown}${pad}${ticks}`;
}

/** Lines as a block of code. */
export function fence(lines: readonly string[]): string {
  const shown = lines.map(printable);
  const ticks = '`'.repeat(Math.max(3, longestRun(shown.join('\n')) + 1));
  return [`${ticks}text`, ...shown, ticks].join('\n');
}

/** A sentence that may hold words of the user’s, as nothing but text. */
export function plain(text: string): string {
  return printable(text).replace(/[\\`*_{}[\]()<>#+!|~&]/g, '\\$&');
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}

/** The first of many lines, and how many there are more. */
export function capped(lines: readonly string[], most: number): readonly string[] {
  return lines.length <= most + 1 ? lines : [...lines.slice(0, most), `… and ${lines.length - most} more`];
}

/** Rows with their columns under each other. */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length);
  return rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
