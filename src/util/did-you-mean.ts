import { closest, distance } from 'fastest-levenshtein';

/** The candidate that a misspelt word most likely stands for, if one is near enough to be worth saying. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0 || word.length > 64) return undefined;
  const best = closest(word, candidates);
  const allowed = Math.min(2, Math.floor(Math.max(word.length, best.length) / 2));
  return best !== word && distance(word.toLowerCase(), best.toLowerCase()) <= allowed ? best : undefined;
}

/** The question whether the nearest candidate is meant, as the end of a sentence; nothing where there is none. */
export function didYouMean(best: string | undefined): string {
  return best === undefined ? '' : `; did you mean \`${best}\`?`;
}
