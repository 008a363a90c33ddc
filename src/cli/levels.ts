import { ruleCatalogue } from '../check/catalogue.ts';
import type { Level, Levels } from '../check/severities.ts';
import { didYouMean } from '../util/did-you-mean.ts';

const known: readonly string[] = ['off', 'warning', 'error'] satisfies readonly Level[];

/** What `--rule NAME=LEVEL`, said any number of times, sets. Throws what is wrong with it, for the user. */
export function levelsOf(words: string | readonly string[] | undefined): Levels {
  return new Map([words ?? []].flat().map(levelOf));
}

function levelOf(word: string): [string, Level] {
  const [name = '', level = '', more] = word.split('=');
  const rules = ruleCatalogue();
  const entry = rules.find((rule) => rule.name === name);
  if (!entry) throw new Error(`--rule ${word}: there is ${noRule(name)}`);
  if (!known.includes(level) || more !== undefined)
    throw new Error(`--rule ${word}: write ${name}=off, ${name}=warning or ${name}=error`);
  if (!entry.switchable)
    throw new Error(`--rule ${word}: ${name} is about what cannot be read or resolved, and stays an error`);
  return [name, level as Level];
}

/** `no rule X; did you mean Y?`, for a sentence about a name that no rule has. */
export function noRule(name: string): string {
  const names = ruleCatalogue().map((rule) => rule.name);
  return `no rule \`${name}\`${didYouMean(name, names) || '; `netgen explain` lists them'}`;
}
