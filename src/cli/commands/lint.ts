import type { Levels } from '../../check/severities.ts';
import { analyze } from '../../compile.ts';
import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import { type Choice, choose, wanted } from '../../report/choose.ts';
import { counted } from '../../report/count.ts';
import { type FormatName, formatNames, formats } from '../../report/formats.ts';
import { printable } from '../../report/printable.ts';
import type { UnreadFile } from '../../report/report.ts';
import type { SourceText } from '../../text/source-text.ts';
import { filesOf, last, ruleOption, single } from '../arguments.ts';
import type { Command } from '../command.ts';
import { findFiles } from '../find-files.ts';
import { type Checked, fixFile } from '../fix-file.ts';
import { exit, type Io, Unasked } from '../io.ts';
import { levelsOf } from '../levels.ts';
import { readSource, reasonOf } from '../read-source.ts';
import { ruleTexts } from '../rule-texts.ts';
import { exitCodeOf } from '../show.ts';
import { version } from '../version.ts';

export const lintCommand: Command = {
  name: 'lint',
  declare: (cli, choose) =>
    cli.command(
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
        const files = filesOf(args);
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
        choose((io) => lint(options, io));
      },
    ),
};

interface LintOptions extends Choice {
  /** Files, folders, and `-`. */
  readonly files: readonly string[];
  readonly format: FormatName;
  readonly fix: boolean;
  readonly levels: Levels;
}

/** `netgen lint`: the findings of several files; a file that cannot be read does not keep the others from being read. */
async function lint(options: LintOptions, io: Io): Promise<number> {
  const { files, unread: folders } = findFiles(options.files);
  const unread: UnreadFile[] = [...folders];
  const checked: Checked[] = [];
  for (const file of files) {
    try {
      checked.push(check(readSource(file, io), options, io));
    } catch (error) {
      if (!(error instanceof Unasked)) throw error;
      unread.push({ name: file, why: reasonOf(error.cause) });
    }
  }
  for (const { name, why } of unread) io.err(`netgen: cannot read ${printable(name)}: ${why}\n`);
  await tell(checked, unread, options, io);
  const all = checked.flatMap(({ diagnostics }) => diagnostics);
  // the graver the trouble, the higher its code
  const trouble = [unread.length > 0 ? exit.unasked : exit.yes, ...checked.map(({ code }) => code)];
  return Math.max(...trouble, exitCodeOf(all, options.strict));
}

function check(source: SourceText, options: LintOptions, io: Io): Checked {
  const find = (text: SourceText): readonly Diagnostic[] => analyze(text, options).diagnostics;
  if (options.fix) return fixFile(source, find, (diagnostic) => wanted(diagnostic, options), io);
  return { source, diagnostics: find(source), fixed: 0, code: exit.yes };
}

/** The report, where there is anything to say: for programs that is always. */
async function tell(
  checked: readonly Checked[],
  unread: readonly UnreadFile[],
  options: LintOptions,
  io: Io,
): Promise<void> {
  const { format, fix } = options;
  const files = choose(checked, options);
  const fixed = checked.reduce((sum, one) => sum + one.fixed, 0);
  const silent =
    fixed === 0 && files.every(({ diagnostics, left }) => diagnostics.length + left.length === 0);
  if (format === 'text' && silent) return;
  // the fixed text has standard output for itself
  const aside = fix && checked.some(({ source }) => source.name === '-');
  const [write, colour] = aside ? [io.err, io.colour.err] : [io.out, io.colour.out];
  const formatted = await formats[format]();
  const rules = format === 'sarif' ? await ruleTexts() : new Map();
  write(formatted({ files, unread, fixed, colour, version, rules }));
  if (format !== 'text' && fixed > 0) io.err(`${counted(fixed, 'finding')} fixed\n`);
}

function countIn(word: string): number {
  if (!/^\d{1,9}$/.test(word)) throw new Error(`--max takes a number, not ${word}`);
  return Number(word);
}
