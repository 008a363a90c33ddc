import type { Analysis } from '../compile.ts';
import type { Span } from '../text/span.ts';
import { nameAt, placesNaming, thingsAt } from './names.ts';

export interface Highlight {
  readonly span: Span;
  readonly isDeclaration: boolean;
}

/** Every place that names what the name at an offset stands for, and whether it is declared there. */
export function highlights(analysis: Analysis, offset: number): readonly Highlight[] {
  const place = nameAt(analysis, offset);
  if (!place) return [];
  const things = thingsAt(place);
  return placesNaming(analysis, things).map(({ span, mentions }) => ({
    span,
    isDeclaration: mentions.some((one) => one.isDeclaration && things.has(one.thing)),
  }));
}
