import { keywords } from '../../grammar/words.ts';
import type { Analysis } from '../compile.ts';
import type { Edit } from '../diagnostic/diagnostic.ts';
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
  const finding = after.diagnostics.find(({ rule, span }) => !known.has(`${rule} ${span.start}-${span.end}`));
  if (finding && keywords.has(newName))
    return `\`${newName}\` is a word of the language, and would not be read as a name here.`;
  if (finding)
    return `The name \`${shorten(newName)}\` would not do in line ${lineOf(after, finding.span)}: ${finding.message}`;
  const place = otherwise(before, after, moved);
  if (!place) return undefined;
  return `With that name \`${shorten(before.source.slice(place.span))}\` in line ${lineOf(before, place.span)} would stand for something else.`;
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

function lineOf({ source }: Analysis, { start }: Span): number {
  return source.positionAt(start).line;
}
