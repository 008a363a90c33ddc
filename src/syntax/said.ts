import type { Advice } from '../diagnostic/advice.ts';
import type { Related } from '../diagnostic/diagnostic.ts';

/** What a diagnostic says of a problem of the parser. */
export interface Said {
  readonly message: string;
  readonly help?: string | undefined;
  readonly advice?: Advice;
  readonly related?: readonly Related[];
}
