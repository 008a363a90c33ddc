import type { Edit } from '../../diagnostic/diagnostic.ts';
import type { Span } from '../../text/span.ts';
import { isBlank, lineStart, lineStop, nextLine } from './lines.ts';
import type { Written } from './statement-at.ts';

/** Takes a statement or attribute out of a text, and its lines where nothing else is on them. */
export function removeStatement(text: string, { start, end }: Span): Edit {
  const separator = behindBlanks(text, end);
  const isSeparated = text[separator] === ';';
  const before = text.slice(0, start).trimEnd();
  // what ends with its `;` takes it along; the one behind an attribute ends its device
  const isStatement = before === '' || /[;<>]$/.test(before);
  if (isSeparated && !isStatement) return removal({ start: before.length, end });
  const stop = isSeparated ? behindBlanks(text, separator + 1) : end;
  const lines = { start: lineStart(text, start), end: lineStop(text, stop) };
  const [left, right] = [text.slice(lines.start, start), text.slice(stop, lines.end)];
  if (`${left}${right}`.trim() === '') return removal({ start: lines.start, end: nextLine(text, stop) });
  if (isSeparated) return removal({ start, end: stop });
  if (left.trim() === '') return removal({ start, end: behindBlanks(text, end) });
  const from = left.trimEnd().replace(/;$/, '').trimEnd();
  return removal({ start: lines.start + from.length, end });
}

function behindBlanks(text: string, offset: number): number {
  let at = offset;
  while (isBlank(text[at])) at++;
  return at;
}

/** Takes one of the values of a statement out, or the statement where it is the only one. */
export function removeValue(text: string, { name, all, statement }: Written): Edit {
  const index = all.indexOf(name);
  const [before, after] = [all[index - 1], all[index + 1]];
  if (before) return removal({ start: before.span.end, end: name.span.end });
  if (after) return removal({ start: name.span.start, end: after.span.start });
  return removeStatement(text, statement.span);
}

export function removal({ start, end }: Span): Edit {
  return { span: { start, end }, text: '' };
}
