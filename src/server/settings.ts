import { readLevel } from '../check/level-words.ts';
import type { Level, Levels } from '../check/severities.ts';

/** What a user sets, in the editor's section `netgen` or as `initializationOptions`. */
export interface Settings {
  /** How much rules weigh: `off`, `warning` or `error`, by their names. */
  readonly levels: Levels;
  /** What is wrong with the settings, for the user. */
  readonly faults: readonly string[];
}

export const noSettings: Settings = { levels: new Map(), faults: [] };

/** Reads `{ rules: { NAME: LEVEL } }`, from outside and so of any form. */
export function readSettings(given: unknown): Settings {
  const rules = isObject(given) ? given.rules : undefined;
  if (rules === undefined || rules === null) return noSettings;
  if (!isObject(rules))
    return { levels: new Map(), faults: ['netgen.rules is no table of names and levels'] };
  const levels = new Map<string, Level>();
  const faults: string[] = [];
  for (const [name, wanted] of Object.entries(rules)) {
    const level = readLevel(name, wanted);
    if (typeof level === 'object') faults.push(`netgen.rules: ${level.why}`);
    else levels.set(name, level);
  }
  return { levels, faults };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
