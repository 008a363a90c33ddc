import type { Diagnostic, Edit } from '../../diagnostic/diagnostic.ts';
import type { Bench } from './bench.ts';

/** A change that would answer a finding. */
export interface Offer {
  /** As a menu says it. */
  readonly title: string;
  readonly edits: readonly Edit[];
}

/** One way to answer findings of some rules. What it offers is tried, and dropped where it does not help. */
export interface Remedy {
  /** All rules where there is no list. */
  readonly rules?: readonly string[];
  /** Only where no other remedy helps. */
  readonly last?: true;
  /** Never what an editor does of itself: something is left out, or hidden. */
  readonly cautious?: true;
  /** The first that helps is enough. */
  readonly one?: true;
  /** The likeliest first. */
  readonly offers: (finding: Diagnostic, bench: Bench) => Iterable<Offer>;
}
