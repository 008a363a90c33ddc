import { format } from '../../format/format.ts';
import { countOf } from '../../report/count.ts';
import { printable } from '../../report/printable.ts';
import type { SourceText } from '../../text/source-text.ts';
import { filesOf } from '../arguments.ts';
import type { Command } from '../command.ts';
import { findFiles } from '../find-files.ts';
import { exit, type Io, Unasked } from '../io.ts';
import { readSource } from '../read-source.ts';
import { exitCodeOf, showDiagnostics } from '../show.ts';
import { writeWhole } from '../write-whole.ts';

export const fmtCommand: Command = {
  name: 'fmt',
  declare: (cli, choose) =>
    cli.command(
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
        const files = [...(args.stdin === true ? ['-'] : []), ...filesOf(args)];
        if (files.length === 0) throw new Error('fmt needs a file or a folder, or - for standard input');
        if (files.includes('-') && files.length > 1) throw new Error('standard input stands alone');
        const { check, diff } = args;
        choose((io) => fmt({ files, check: check === true, diff: diff === true }, io));
      },
    ),
};

interface FmtOptions {
  /** Files and folders, or `-` alone. */
  readonly files: readonly string[];
  readonly check: boolean;
  readonly diff: boolean;
}

/** `netgen fmt`: labs in their one form, each file for itself; the worst exit code of all is that of the run. */
async function fmt(options: FmtOptions, io: Io): Promise<number> {
  const { files, unread } = findFiles(options.files);
  for (const { name, why } of unread) io.err(`netgen: cannot read ${printable(name)}: ${why}\n`);
  let worst: number = unread.length > 0 ? exit.unasked : exit.yes;
  for (const file of files) worst = Math.max(await tryFile(file, options, io), worst);
  return worst;
}

/** What is wrong with one file keeps no other from being formatted. */
async function tryFile(file: string, options: FmtOptions, io: Io): Promise<number> {
  try {
    return await formatFile(file, options, io);
  } catch (error) {
    if (!(error instanceof Unasked)) throw error;
    io.err(`netgen: ${printable(error.message)}\n`);
    return exit.unasked;
  }
}

async function formatFile(file: string, options: FmtOptions, io: Io): Promise<number> {
  const source = readSource(file, io);
  if (source.text.includes('\ufffd')) {
    throw new Unasked(`cannot format ${file}: it holds bytes that are no UTF-8, or U+FFFD; save it as UTF-8`);
  }
  const { text, diagnostics } = format(source);
  if (diagnostics.length === 0) return put(source, text, options, io);
  await showDiagnostics(diagnostics, source, io.err, io.colour.err);
  io.err(`\n${countOf(diagnostics)}; left as it is\n`);
  return exitCodeOf(diagnostics, false);
}

async function put(
  { name, text: before }: SourceText,
  text: string,
  { check, diff }: FmtOptions,
  io: Io,
): Promise<number> {
  const changed = text !== before;
  if (check || diff) {
    if (changed) await showDiff(name, before, text, io);
    return check && changed ? exit.no : exit.yes;
  }
  if (name === '-') io.out(text);
  else if (changed) {
    writeWhole(name, text, undefined);
    io.out(`${printable(name)}\n`);
  }
  return exit.yes;
}

/** What makes diffs is loaded when there is one to show. */
async function showDiff(name: string, before: string, after: string, io: Io): Promise<void> {
  const { unifiedDiff } = await import('../../report/unified-diff.ts');
  io.out(unifiedDiff(name === '-' ? '<stdin>' : printable(name), before, after));
}
