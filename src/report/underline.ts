import type { Underline } from './excerpts.ts';

/** How a stretch of the rows under a line is painted. */
export interface Painter {
  readonly primary: (text: string) => string;
  readonly related: (text: string) => string;
}

interface Cell {
  readonly text: string;
  readonly primary: boolean;
}

/**
 * The rows under a line: all underlines in the first. The message of the last one stands behind it, where
 * nothing is in the way; those of the others hang below their beginnings, the last ones first.
 */
export function underlineRows(underlines: readonly Underline[], painter: Painter): readonly string[] {
  const marks = underlines.toSorted((a, b) => a.start - b.start || a.end - b.end);
  const last = marks.at(-1);
  const free = last !== undefined && marks.slice(0, -1).every(({ end }) => end <= last.start);
  const hanging = marks.filter((mark) => mark.message !== '' && !(free && mark === last));
  const row = underlineRow(marks);
  if (free && last.message !== '') put(row, last.end, ` ${last.message}`, last.primary);
  const rows = [row, ...hangingRows(hanging)];
  return rows.map((cells) => painted(cells, painter));
}

function underlineRow(marks: readonly Underline[]): Cell[] {
  const row: Cell[] = [];
  for (const { start, end, primary } of marks.toSorted((a, b) => Number(a.primary) - Number(b.primary)))
    for (let column = start; column < end; column++) put(row, column, primary ? '^' : '-', primary);
  return row;
}

function hangingRows(hanging: readonly Underline[]): readonly Cell[][] {
  if (hanging.length === 0) return [];
  const stems = (marks: readonly Underline[]): Cell[] => {
    const row: Cell[] = [];
    for (const { start, primary } of marks) put(row, start, '|', primary);
    return row;
  };
  const messages = hanging.map((mark, index) => {
    const row = stems(hanging.slice(0, index).filter(({ start }) => start < mark.start));
    put(row, mark.start, mark.message, mark.primary);
    return row;
  });
  return [stems(hanging), ...messages.reverse()];
}

function put(row: Cell[], column: number, text: string, primary: boolean): void {
  while (row.length < column) row.push({ text: ' ', primary: false });
  row[column] = { text, primary };
}

/** Neighbours of one sort are painted together, and blanks between them are not. */
function painted(row: readonly Cell[], { primary, related }: Painter): string {
  const runs: { text: string; primary: boolean }[] = [];
  for (const cell of row) {
    const run = runs.at(-1);
    const joins = run && run.primary === cell.primary && (run.text.trim() === '') === (cell.text === ' ');
    if (joins) run.text += cell.text;
    else runs.push({ ...cell });
  }
  return runs
    .map((run) => (run.text.trim() === '' ? run.text : run.primary ? primary(run.text) : related(run.text)))
    .join('');
}
