// What the commands take from their words, whose values yargs leaves as it finds them.

/** What yargs is given for `-`, which it would drop from among positionals. */
export const standardInput = '\0-';

export const ruleOption = {
  type: 'string',
  requiresArg: true,
  describe: 'NAME=off|warning|error: how much a rule weighs in this run',
} as const;

export function file(word: string): string {
  return word === standardInput ? '-' : word;
}

/** The files behind a command; yargs keeps those behind `--` apart. */
export function filesOf(args: {
  readonly file?: string | readonly string[] | undefined;
  readonly _: readonly (string | number)[];
}): string[] {
  return [args.file ?? [], args._.slice(1)].flat().map((one) => file(String(one)));
}

/** An option that may be said once. */
export function single(value: unknown, name: string): string {
  if (Array.isArray(value)) throw new Error(`${name} is said more than once`);
  return String(value);
}

/** Of an option that is said more than once the last counts. */
export function last<T>(value: T | readonly T[]): T {
  return Array.isArray(value) ? (value.at(-1) as T) : (value as T);
}
