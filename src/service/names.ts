import type { Analysis } from '../compile.ts';
import type { Mention } from '../model/mentions.ts';
import type { Span } from '../text/span.ts';

/** A place in the source where a name stands, and all that it stands for: in a range or a loop, one thing a copy. */
export interface NamePlace {
  readonly span: Span;
  readonly mentions: readonly Mention[];
}

export type Thing = Mention['thing'];

/** The names of an analysis by place and by thing. */
export interface Names {
  /** In source order; a word before the variables in it. */
  readonly places: readonly NamePlace[];
  readonly placesOf: (thing: Thing) => readonly NamePlace[];
}

const known = new WeakMap<readonly Mention[], Names>();

export function namesOf({ mentions }: Analysis): Names {
  const names = known.get(mentions) ?? index(mentions);
  known.set(mentions, names);
  return names;
}

/** The name at an offset, or that ends there: the innermost, a variable in `ns{i}` before the whole. */
export function nameAt(analysis: Analysis, offset: number): NamePlace | undefined {
  const around = namesOf(analysis).places.filter(({ span }) => span.start <= offset && offset <= span.end);
  return around.toSorted((a, b) => lengthOf(a.span) - lengthOf(b.span))[0];
}

/** The things that a place stands for, each once. */
export function thingsAt({ mentions }: NamePlace): ReadonlySet<Thing> {
  return new Set(mentions.map(({ thing }) => thing));
}

/** Every place that names one of some things, in source order. */
export function placesNaming(analysis: Analysis, things: Iterable<Thing>): readonly NamePlace[] {
  const names = namesOf(analysis);
  const found = new Set([...things].flatMap((thing) => names.placesOf(thing)));
  return [...found].sort((a, b) => a.span.start - b.span.start);
}

function index(mentions: readonly Mention[]): Names {
  const places: { span: Span; mentions: Mention[] }[] = [];
  const byThing = new Map<Thing, NamePlace[]>();
  const sorted = mentions.toSorted((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
  for (const mention of sorted) {
    const { start, end } = mention.span;
    let place = places.at(-1);
    if (place?.span.start !== start || place.span.end !== end) {
      place = { span: { start, end }, mentions: [] };
      places.push(place);
    }
    place.mentions.push(mention);
    const others = byThing.get(mention.thing) ?? [];
    byThing.set(mention.thing, others);
    if (others.at(-1) !== place) others.push(place);
  }
  return { places, placesOf: (thing) => byThing.get(thing) ?? [] };
}

function lengthOf({ start, end }: Span): number {
  return end - start;
}
