import { distance } from 'fastest-levenshtein';

/** The candidate that a misspelt word most likely stands for, if one is near enough to be worth saying. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  if (word.length > 64 || candidates.includes(word)) return undefined;
  const lower = word.toLowerCase();
  let best: string | undefined;
  let least = mostSlips + 1;
  for (const candidate of candidates) {
    const allowed = slipsOf(Math.max(word.length, candidate.length));
    if (Math.abs(word.length - candidate.length) > allowed) continue;
    const far = slips(lower, candidate.toLowerCase());
    if (far > allowed || far >= least) continue;
    best = candidate;
    least = far;
  }
  return best;
}

const mostSlips = 2;

/** How many slips a word of a length may hold: one in three letters, as compilers have it, and one in two letters. */
function slipsOf(length: number): number {
  return length < 2 ? 0 : Math.max(1, Math.min(mostSlips, Math.floor(length / 3)));
}

/** Letters that are too many, missing or others; two neighbours that have changed places are one slip, not two. */
function slips(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const swapped = `${b[at + 1] ?? ''}${b[at] ?? ''}${b.slice(at + 2)}`;
  return a.slice(at) === swapped && a !== b ? 1 : distance(a, b);
}

/** The question whether the nearest candidate is meant, as the end of a sentence; nothing where there is none. */
export function didYouMean(best: string | undefined): string {
  return best === undefined ? '' : `; did you mean \`${best}\`?`;
}
