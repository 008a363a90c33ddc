import yargs from 'yargs';
import { formatNames } from '../report/formats.ts';
import { printable } from '../report/printable.ts';
import { build } from './build.ts';
import { explain } from './explain.ts';
import { fmt } from './fmt.ts';
import { exit, type Io, Unasked } from './io.ts';
import { levelsOf } from './levels.ts';
import { lint } from './lint.ts';
import { version } from './version.ts';

type Command = () => Promise<number>;

/** Ends the parsing with the command that it found: behind a handler that returns, yargs lays out its help text. */
class Chosen extends Error {
  readonly command: Command;
  constructor(command: Command) {
    super();
    this.command = command;
  }
}

/** What yargs is given for `-`, which it would drop from among positionals. */
const standardInput = '\0-';

const ruleOption = {
  type: 'string',
  requiresArg: true,
  describe: 'NAME=off|warning|error: how much a rule weighs in this run',
} as const;

/** The command line: yargs parses, then the command that was asked for runs. Resolves to the exit code. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  let run: Command;
  let said = false;
  try {
    await commandLine(io).parseAsync(
      argv.map((word) => (word === '-' ? standardInput : word)),
      {},
      (error, _, text) => {
        if (error || !text) return;
        said = true;
        io.out(`${text}\n`);
      },
    );
    return said ? exit.yes : usage('say what to do: build, lint, fmt or explain', io);
  } catch (error) {
    if (!(error instanceof Chosen)) return usage(complaint(error as Error, argv), io);
    run = error.command;
  }
  try {
    return await run();
  } catch (error) {
    if (error instanceof Unasked) {
      io.err(`netgen: ${printable(error.message)}\n`);
      return exit.unasked;
    }
    throw error;
  }
}

function complaint({ message }: Error, [command = '']: readonly string[]): string {
  const known =
    ['build', 'lint', 'fmt', 'explain', 'completion'].includes(command) || command.startsWith('-');
  if (known) return message;
  return command === ''
    ? 'say what to do: build, lint, fmt or explain'
    : `there is no command ${command}; say build, lint, fmt or explain`;
}

function usage(message: string, io: Io): number {
  io.err(
    `netgen: ${printable(message.replaceAll(standardInput, '-').split('\n').join('; '))}\nTry netgen --help.\n`,
  );
  return exit.unasked;
}

function commandLine(io: Io) {
  return yargs()
    .scriptName('netgen')
    .locale('en')
    .usage('$0 COMMAND\n\nCompiles drawings of Linux network namespace labs into scripts, and checks them.')
    .command(
      'build [file]',
      'Write the script of a lab to standard output',
      (command) =>
        command
          .usage(
            '$0 build FILE [options]\n\nWrites the script that brings a lab up and down.\nFILE may be - for standard input.',
          )
          .positional('file', { type: 'string', describe: 'the lab file, or -' })
          .option('output', {
            alias: 'o',
            type: 'string',
            requiresArg: true,
            describe: 'write to this file (or folder, for several hosts)',
          })
          .option('host', {
            type: 'string',
            requiresArg: true,
            describe: 'the machine whose script it is, in a lab of several',
          })
          .option('teardown', { type: 'boolean', describe: 'a script that does nothing but down' })
          .option('shellcheck', { type: 'boolean', describe: 'run ShellCheck over the script first' })
          .option('strict', { type: 'boolean', describe: 'warnings count as errors' })
          .option('rule', ruleOption)
          .option('force', { type: 'boolean', describe: 'a script although rules object' })
          .example('$0 build lab.net > up.sh', 'write the script')
          .example('$0 build lab.net | sudo bash', 'and run it at once')
          .example('$0 build lab.net -o up.sh', 'write it whole or not at all, executable')
          .example('$0 build two.net --host left', 'the script of one machine')
          .example('$0 build two.net -o scripts', 'scripts/HOST.sh for every machine'),
      (args) => {
        const options = {
          file: file(only(args.file, args._)),
          output: outputOf(args.output),
          host: args.host === undefined ? undefined : single(args.host, '--host'),
          teardown: args.teardown === true,
          shellcheck: args.shellcheck === true,
          strict: args.strict === true,
          levels: levelsOf(args.rule),
          force: args.force === true,
        };
        throw new Chosen(() => build(options, io));
      },
    )
    .command(
      'lint [file..]',
      'Say what is wrong with labs',
      (command) =>
        command
          .usage(
            '$0 lint FILE… [options]\n\nSays what is wrong with labs. FILE may be - for standard input, or a folder for the *.net files in it.',
          )
          .option('format', {
            choices: formatNames,
            default: 'text' as const,
            describe: 'for people or for programs',
          })
          .option('fix', { type: 'boolean', describe: 'mend in the files what has one right answer' })
          .option('quiet', { type: 'boolean', describe: 'say nothing of warnings' })
          .option('max', { type: 'string', requiresArg: true, describe: 'show so many findings at most' })
          .option('strict', { type: 'boolean', describe: 'warnings count as errors' })
          .option('rule', ruleOption)
          .example('$0 lint lab.net other.net', 'check two labs')
          .example('$0 lint --fix labs', 'mend what can be mended, in every lab of a folder')
          .example('$0 lint --format json - < lab.net', 'check standard input, for a program'),
      (args) => {
        const files = [args.file ?? [], args._.slice(1)].flat().map((one) => file(String(one)));
        if (files.length === 0) throw new Error('lint needs a file, or - for standard input');
        const options = {
          files,
          format: last(args.format),
          strict: args.strict === true,
          quiet: args.quiet === true,
          max: args.max === undefined ? Number.POSITIVE_INFINITY : countIn(single(args.max, '--max')),
          fix: args.fix === true,
          levels: levelsOf(args.rule),
        };
        throw new Chosen(() => lint(options, io));
      },
    )
    .command(
      'explain [rule]',
      'Say what a rule is about, with an example; without a rule, list them all',
      (command) =>
        command
          .usage('$0 explain [RULE]\n\nPrints the page of a rule, or the list of all rules.')
          .positional('rule', {
            type: 'string',
            describe: 'the name that stands in brackets behind a finding',
          })
          .example('$0 explain no-forward', 'what it means that a node does not forward'),
      (args) => {
        throw new Chosen(() => explain(args.rule ?? args._[1]?.toString(), io));
      },
    )
    .command(
      'fmt [file..]',
      'Bring labs into their one form',
      (command) =>
        command
          .usage(
            '$0 fmt FILE… [options]\n\nBrings labs into their one form, in place, and names what it changed.\nA folder means its *.net; - reads standard input and writes the result.',
          )
          .option('check', {
            type: 'boolean',
            describe: 'write nothing; show what would change, and exit with 1',
          })
          .option('diff', { type: 'boolean', describe: 'write nothing; show what would change' })
          .option('stdin', { type: 'boolean', describe: 'the same as FILE -' })
          .example('$0 fmt lab.net', 'format a lab')
          .example('$0 fmt --check labs', 'see whether all labs of a folder are formatted')
          .example('$0 fmt - < lab.net', 'for an editor: the result to standard output'),
      (args) => {
        const files = [args.stdin === true ? ['-'] : [], args.file ?? [], args._.slice(1)]
          .flat()
          .map((one) => file(String(one)));
        if (files.length === 0) throw new Error('fmt needs a file or a folder, or - for standard input');
        if (files.includes('-') && files.length > 1) throw new Error('standard input stands alone');
        const { check, diff } = args;
        throw new Chosen(() => fmt({ files, check: check === true, diff: diff === true }, io));
      },
    )
    .completion('completion', 'Print a completion script for bash or zsh')
    .epilogue('Exit codes: 0 yes, 1 no (there are errors), 2 could not be asked, 70 a fault in netgen.')
    .demandCommand(1, 'say what to do: build, lint, fmt or explain')
    .strict()
    .version(version)
    .help()
    .alias('help', 'h')
    .wrap(100)
    .fail(false)
    .exitProcess(false);
}

function outputOf(value: unknown): string | undefined {
  const path = value === undefined ? '-' : file(single(value, '-o'));
  return path === '-' ? undefined : path;
}

function file(word: string): string {
  return word === standardInput ? '-' : word;
}

/** The one file, which may stand behind `--`. */
function only(named: string | undefined, words: readonly (string | number)[]): string {
  const files = [named ?? [], words.slice(1)].flat();
  if (files.length !== 1)
    throw new Error(
      files.length === 0
        ? 'build needs a file, or - for standard input'
        : `build takes one file, not ${files.length}`,
    );
  return String(files[0]);
}

/** An option that may be said once. */
function single(value: unknown, name: string): string {
  if (Array.isArray(value)) throw new Error(`${name} is said more than once`);
  return String(value);
}

function countIn(word: string): number {
  if (!/^\d{1,9}$/.test(word)) throw new Error(`--max takes a number, not ${word}`);
  return Number(word);
}

function last<T>(value: T | readonly T[]): T {
  return Array.isArray(value) ? (value.at(-1) as T) : (value as T);
}
