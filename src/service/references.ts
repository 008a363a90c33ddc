import type { Analysis } from '../compile.ts';
import type { Span } from '../text/span.ts';
import { highlights } from './highlights.ts';

export interface ReferenceOptions {
  /** Whether the places that declare it are wanted, too. */
  readonly declaration: boolean;
}

/** Every place that names what the name at an offset stands for. */
export function references(
  analysis: Analysis,
  offset: number,
  { declaration }: ReferenceOptions,
): readonly Span[] {
  return highlights(analysis, offset)
    .filter(({ isDeclaration }) => declaration || !isDeclaration)
    .map(({ span }) => span);
}
