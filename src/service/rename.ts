import { type Analysis, analyze } from '../compile.ts';
import { edited } from '../diagnostic/apply-fixes.ts';
import type { Edit } from '../diagnostic/diagnostic.ts';
import { SourceText } from '../text/source-text.ts';
import type { Span } from '../text/span.ts';
import { type NamePlace, nameAt, placesNaming, type Thing, thingsAt } from './names.ts';
import { whatWouldChange } from './rename-changes.ts';
import { clash, faultOf, fixedName } from './rename-limits.ts';

/** How a changed text is analysed: as the first one was. */
export type Again = (source: SourceText) => Analysis;

/** Why a name cannot be changed, in a sentence. */
export interface Refusal {
  readonly why: string;
}

/** The name at an offset, if it can have another; nothing where there is no name. */
export function prepareRename(
  analysis: Analysis,
  offset: number,
): { readonly span: Span; readonly text: string } | Refusal | undefined {
  const place = nameAt(analysis, offset);
  if (!place) return undefined;
  const why = fixedName(analysis, place, placesTogether(analysis, place));
  return why === undefined ? { span: place.span, text: analysis.source.slice(place.span) } : { why };
}

/**
 * The edits that give what is named at an offset another name everywhere. Refused where that is not all that
 * would change: the text with the new name is read again, and must mean the same.
 */
export function rename(
  analysis: Analysis,
  offset: number,
  newName: string,
  again: Again = analyze,
): { readonly edits: readonly Edit[] } | Refusal {
  const place = nameAt(analysis, offset);
  if (!place) return { why: 'There is no name here.' };
  const places = placesTogether(analysis, place);
  const why =
    fixedName(analysis, place, places) ?? faultOf(newName, place) ?? clash(analysis, newName, places);
  if (why !== undefined) return { why };
  const edits = places
    .filter(({ span }) => analysis.source.slice(span) !== newName)
    .map(({ span }) => ({ span, text: newName }));
  const renamed = again(new SourceText(analysis.source.name, edited(analysis.source.text, edits)));
  const change = whatWouldChange(analysis, renamed, edits, newName);
  return change === undefined ? { edits } : { why: change };
}

/**
 * The places that can only be renamed together: a device in the block of `ns n{1..3}` is one word and three
 * devices, and whatever names one of them names it by that word.
 */
function placesTogether(analysis: Analysis, place: NamePlace): readonly NamePlace[] {
  const things = new Set<Thing>();
  const places = new Set<NamePlace>();
  for (let news: readonly NamePlace[] = [place]; news.length > 0; ) {
    const found = new Set<Thing>();
    for (const one of news) {
      places.add(one);
      for (const thing of thingsAt(one)) if (!things.has(thing)) found.add(thing);
    }
    for (const thing of found) things.add(thing);
    news = placesNaming(analysis, found).filter((one) => !places.has(one));
  }
  return [...places].sort((a, b) => a.span.start - b.span.start);
}
