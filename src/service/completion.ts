import type { Analysis } from '../compile.ts';
import type { Span } from '../text/span.ts';
import { contextAt } from './completion/context.ts';
import { keywordOffers } from './completion/keywords.ts';
import { valueOffers } from './completion/values.ts';

export type CompletionKind = 'keyword' | 'host' | 'node' | 'device' | 'address' | 'prefix' | 'value';

/** Something that may be written at a place; the likeliest is the first of them. */
export interface Completion {
  readonly kind: CompletionKind;
  readonly text: string;
  /** With places to stop at, as editors have snippets. */
  readonly snippet?: string;
  /** A few words about it. */
  readonly detail: string;
  readonly markdown?: string;
  /** What it replaces. */
  readonly span: Span;
}

/** More than this are not given: where there are so many, what has been written of the word is to choose among them. */
export const mostCompletions = 500;

/** What may stand at an offset. Works on half-written text; nothing in a comment. */
export function completions(analysis: Analysis, offset: number): readonly Completion[] {
  const { source, tree } = analysis;
  const context = contextAt(tree, source.text, offset);
  if (!context) return [];
  const values = context.slots.flatMap((slot) => [...valueOffers(analysis, context, slot)]);
  const keywords = context.needsValue ? [] : keywordOffers(context, tree);
  const offers = context.ownLine && !context.needsValue ? [...keywords, ...values] : [...values, ...keywords];
  const written = source.text.slice(context.span.start, offset);
  const chosen =
    offers.length > mostCompletions ? offers.filter(({ text }) => text.startsWith(written)) : offers;
  const seen = new Set<string>();
  return chosen
    .filter(({ text }) => !seen.has(text) && seen.add(text))
    .slice(0, mostCompletions)
    .map((offer) => ({ ...offer, span: context.span }));
}
