import { didYouMean, nearest } from '../util/did-you-mean.ts';
import { ruleCatalogue } from './catalogue.ts';
import type { Level } from './severities.ts';

const known: readonly unknown[] = ['off', 'warning', 'error'] satisfies readonly Level[];

/** The level that somebody wants a rule to have, or why it cannot have it. */
export function readLevel(name: string, level: unknown): Level | { readonly why: string } {
  const entry = ruleCatalogue().find((rule) => rule.name === name);
  if (!entry) return { why: `there is ${noRule(name)}` };
  if (!known.includes(level)) return { why: `${name} can be off, warning or error` };
  if (!entry.switchable)
    return { why: `${name} is about what cannot be read or resolved, and stays an error` };
  return level as Level;
}

/** `no rule X; did you mean Y?`, for a sentence about a name that no rule has. */
export function noRule(name: string): string {
  const names = ruleCatalogue().map((rule) => rule.name);
  return `no rule \`${name}\`${didYouMean(nearest(name, names)) || '; `netgen explain` lists them'}`;
}
