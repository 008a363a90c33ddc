import { readLevel } from '../check/level-words.ts';
import type { Level, Levels } from '../check/severities.ts';

/** What `--rule NAME=LEVEL`, said any number of times, sets. Throws what is wrong with it, for the user. */
export function levelsOf(words: string | readonly string[] | undefined): Levels {
  return new Map([words ?? []].flat().map(levelOf));
}

function levelOf(word: string): [string, Level] {
  const [, name = word, given] = /^([^=]*)=(.*)$/s.exec(word) ?? [];
  const level = readLevel(name, given);
  if (typeof level === 'object') throw new Error(`--rule ${word}: ${level.why}`);
  return [name, level];
}
