import { closest, distance } from 'fastest-levenshtein';

/** The candidate that a misspelt word most likely stands for, if one is near enough to be worth saying. */
function nearest(word: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0 || word.length > 64) return undefined;
  const best = closest(word, candidates);
  const allowed = Math.min(2, Math.floor(Math.max(word.length, best.length) / 2));
  return best !== word && distance(word.toLowerCase(), best.toLowerCase()) <= allowed ? best : undefined;
}

/** `` Did you mean `X`? `` with a blank in front, or nothing. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const best = nearest(word, candidates);
  return best === undefined ? '' : `; did you mean \`${best}\`?`;
}

/** What such a question asks about. */
export function whatWasMeant(sentence: string): string | undefined {
  return /\bdid you mean `?([^`?]+)`?\?/.exec(sentence)?.[1];
}
