import type { Argv } from 'yargs';
import type { Io } from './io.ts';

/** Does what was asked for; resolves to the exit code. */
export type Run = (io: Io) => Promise<number>;

/** A command of netgen: declared to yargs with its words, help and examples. */
export interface Command {
  readonly name: string;
  /** `choose` takes what is to run, and does not return: behind a handler that does, yargs lays out its help text. */
  readonly declare: (cli: Argv, choose: (run: Run) => never) => Argv;
}
