import yargs, { type Argv } from 'yargs';
import { printable } from '../report/printable.ts';
import { didYouMean, nearest } from '../util/did-you-mean.ts';
import { standardInput } from './arguments.ts';
import type { Run } from './command.ts';
import { commands } from './commands.ts';
import { exit, type Io, Unasked } from './io.ts';
import { version } from './version.ts';

/** Ends the parsing with what is to run. */
class Chosen extends Error {
  readonly run: Run;
  constructor(run: Run) {
    super();
    this.run = run;
  }
}

const names = commands.map(({ name }) => name);
const choice = `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;

/** The command line: yargs parses, then the command that was asked for runs. Resolves to the exit code. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  let run: Run;
  let said = false;
  try {
    await commandLine().parseAsync(
      argv.map((word) => (word === '-' ? standardInput : word)),
      {},
      (error, _, text) => {
        if (error || !text) return;
        said = true;
        io.out(`${text}\n`);
      },
    );
    return said ? exit.yes : usage(`say what to do: ${choice}`, argv, io);
  } catch (error) {
    if (!(error instanceof Chosen)) return usage(complaint(error as Error, argv), argv, io);
    run = error.run;
  }
  try {
    return await run(io);
  } catch (error) {
    if (error instanceof Unasked) {
      io.err(`netgen: ${printable(error.message)}\n`);
      return exit.unasked;
    }
    throw error;
  }
}

function complaint({ message }: Error, [command = '']: readonly string[]): string {
  if (command === '') return `say what to do: ${choice}`;
  if (![...names, 'completion'].includes(command) && !command.startsWith('-'))
    return `there is no command ${command}${didYouMean(nearest(command, names)) || `; say ${choice}`}`;
  if (message.startsWith('Not enough non-option arguments'))
    return `${command} needs ${command === 'trace' ? 'FILE FROM TO' : 'FILE'}`;
  const [, option, given, known] = /Argument: (\S+), Given: "(.*)", Choices: (.*)/.exec(message) ?? [];
  return option === undefined ? message : `--${option} ${given}: write ${known?.replaceAll('"', '')}`;
}

function usage(message: string, argv: readonly string[], io: Io): number {
  const asked = argv.find((word) => !word.startsWith('-'));
  const command = names.find((name) => name === asked);
  const said = printable(message.replaceAll(standardInput, '-').split('\n').join('; '));
  io.err(`netgen: ${said}\nTry ${['netgen', command, '--help'].filter(Boolean).join(' ')}.\n`);
  return exit.unasked;
}

function commandLine(): Argv {
  const cli = yargs()
    .scriptName('netgen')
    .locale('en')
    .usage('$0 COMMAND\n\nCompiles drawings of Linux network namespace labs into scripts, and checks them.');
  const choose = (run: Run): never => {
    throw new Chosen(run);
  };
  return commands
    .reduce((known, command) => command.declare(known, choose), cli)
    .completion('completion', 'Print a completion script for bash or zsh')
    .epilogue('Exit codes: 0 yes, 1 no (there are errors), 2 could not be asked, 70 a fault in netgen.')
    .demandCommand(1, `say what to do: ${choice}`)
    .strict()
    .version(version)
    .help()
    .alias('help', 'h')
    .wrap(null)
    .fail(false)
    .exitProcess(false);
}
