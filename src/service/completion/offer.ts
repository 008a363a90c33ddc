import type { Completion } from '../completion.ts';

/** A completion whose place is still to be said. */
export type Offer = Omit<Completion, 'span'>;
