import type { Edit } from '../../diagnostic/diagnostic.ts';
import type { Span } from '../../text/span.ts';
import { isBlank, lineStart, lineStop, nextLine } from './lines.ts';
import type { Written } from './statement-at.ts';

/** Takes a statement or attribute out of a text, with its `;`, and with its lines where nothing else is on them. */
export function removeStatement(text: string, span: Span): Edit {
  let { start, end } = span;
  let right = end;
  while (isBlank(text[right])) right++;
  const separated = text[right] === ';';
  if (separated) {
    end = right + 1;
    while (isBlank(text[end])) end++;
  }
  const lines = { start: lineStart(text, start), end: lineStop(text, end) };
  const around = text.slice(lines.start, start) + text.slice(end, lines.end);
  if (around.trim() === '') return removal({ start: lines.start, end: nextLine(text, end) });
  if (separated && text.slice(lines.start, start).trim() !== '') return removal({ start, end });
  if (text.slice(lines.start, start).trim() === '') {
    while (isBlank(text[end])) end++;
    return removal({ start, end });
  }
  while (isBlank(text[start - 1])) start--;
  if (text[start - 1] === ';' && !separated) {
    start--;
    while (isBlank(text[start - 1])) start--;
  }
  return removal({ start, end });
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
