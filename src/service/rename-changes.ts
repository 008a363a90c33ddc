import { keywords } from '../../grammar/words.ts';
import type { Analysis } from '../compile.ts';
import type { Diagnostic, Edit } from '../diagnostic/diagnostic.ts';
import type { Span } from '../text/span.ts';
import { shorten } from '../util/shorten.ts';
import { type NamePlace, namesOf, type Thing } from './names.ts';

/** What a text means otherwise than before its edits, names aside: a new finding, or a name that stands for something else. */
export function whatWouldChange(
  before: Analysis,
  after: Analysis,
  edits: readonly Edit[],
  newName: string,
): string | undefined {
  const moved = mover(edits);
  const known = new Set(before.diagnostics.map(({ rule, span }) => `${rule} ${moved(span)}`));
  const isNew = ({ rule, span }: Diagnostic): boolean => !known.has(`${rule} ${span.start}-${span.end}`);
  const line = (one: Analysis, { span }: { readonly span: Span }): number =>
    one.source.positionAt(span.start).line;
  const error = after.broken.find(isNew);
  if (error && keywords.has(newName))
    return `\`${newName}\` is a word of the language, and would not be read as a name here.`;
  const place = error ? undefined : otherwise(before, after, moved);
  if (place)
    return `With that name \`${shorten(before.source.slice(place.span))}\` in line ${line(before, place)} would stand for something else.`;
  // what an error was in the way of may be found now that it is gone
  const isFixed = after.broken.length < before.broken.length;
  const finding = error ?? (isFixed ? undefined : after.diagnostics.find(isNew));
  if (!finding) return undefined;
  return `The name \`${shorten(newName)}\` would not do in line ${line(after, finding)}: ${finding.message}`;
}

/** The first place whose name stands for something else than before. */
function otherwise(before: Analysis, after: Analysis, moved: (span: Span) => string): NamePlace | undefined {
  const places = new Map<string, NamePlace>();
  for (const place of namesOf(after).places) places.set(`${place.span.start}-${place.span.end}`, place);
  const pairs = new Map<Thing, Thing>();
  const back = new Map<Thing, Thing>();
  return namesOf(before).places.find((place) => {
    const now = places.get(moved(place.span))?.mentions ?? [];
    return (
      now.length !== place.mentions.length ||
      place.mentions.some(({ thing }, index) => {
        const other = now[index]?.thing as Thing;
        if (!pairs.has(thing)) pairs.set(thing, other);
        if (!back.has(other)) back.set(other, thing);
        return pairs.get(thing) !== other || back.get(other) !== thing;
      })
    );
  });
}

/** Tells where a span of a text is once edits are made, which are in order. */
function mover(edits: readonly Edit[]): (span: Span) => string {
  const shifts: { from: number; by: number }[] = [];
  let by = 0;
  for (const { span, text } of edits) {
    by += text.length - (span.end - span.start);
    shifts.push({ from: span.start, by });
  }
  const move = (offset: number): number => {
    let low = 0;
    let high = shifts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((shifts[middle]?.from ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return offset + (shifts[low - 1]?.by ?? 0);
  };
  return ({ start, end }) => `${move(start)}-${move(end)}`;
}
