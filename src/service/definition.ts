import type { Analysis } from '../compile.ts';
import type { Span } from '../text/span.ts';
import { nameAt, placesNaming, thingsAt } from './names.ts';

/** Where the name at an offset is declared; nowhere for what every machine has, such as `root`. */
export function definition(analysis: Analysis, offset: number): readonly Span[] {
  const place = nameAt(analysis, offset);
  if (!place) return [];
  const things = thingsAt(place);
  return placesNaming(analysis, things)
    .filter(({ mentions }) => mentions.some((one) => one.isDeclaration && things.has(one.thing)))
    .map(({ span }) => span);
}
