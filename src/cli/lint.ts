import { analyze } from '../compile.ts';
import { type Diagnostic, isError } from '../diagnostic/diagnostic.ts';
import { type FormatName, formats } from '../report/formats.ts';
import { printable } from '../report/printable.ts';
import type { FileReport, Report, UnreadFile } from '../report/report.ts';
import type { SourceText } from '../text/source-text.ts';
import { findFiles } from './find-files.ts';
import { type Fixed, fixSource } from './fix-source.ts';
import { exit, type Io, Unasked } from './io.ts';
import { readSource, reasonOf } from './read-source.ts';
import { exitCodeOf } from './show.ts';
import { version } from './version.ts';
import { writeWhole } from './write-whole.ts';

export interface LintOptions {
  /** Files, folders, and `-`. */
  readonly files: readonly string[];
  readonly format: FormatName;
  readonly strict: boolean;
  /** Of errors alone is anything said. */
  readonly quiet: boolean;
  /** So many findings are shown at most. */
  readonly max: number;
  readonly fix: boolean;
}

/** `netgen lint`: the findings of several files; a file that cannot be read does not keep the others from being read. */
export async function lint(options: LintOptions, io: Io): Promise<number> {
  const { files, unread: folders } = findFiles(options.files);
  const unread: UnreadFile[] = [...folders];
  const checked: Fixed[] = [];
  for (const file of files) {
    try {
      checked.push(check(readSource(file, io), options, io));
    } catch (error) {
      if (!(error instanceof Unasked)) throw error;
      unread.push({ name: file, why: reasonOf(error.cause) });
    }
  }
  for (const { name, why } of unread) io.err(`netgen: cannot read ${printable(name)}: ${why}\n`);
  const unwritten = options.fix ? write(checked, io) : false;
  await tell(checked, unread, options, io);
  if (checked.some(({ broken }) => broken)) return exit.internal;
  const code = exitCodeOf(
    checked.flatMap(({ diagnostics }) => diagnostics),
    options.strict,
  );
  return unread.length > 0 || unwritten ? exit.unasked : code;
}

/** What counts: with `--strict` every finding is as bad as an error. */
function counts({ quiet, strict }: LintOptions): (diagnostic: Diagnostic) => boolean {
  return (diagnostic) => !quiet || strict || isError(diagnostic);
}

function check(source: SourceText, options: LintOptions, io: Io): Fixed {
  const find = (one: SourceText): readonly Diagnostic[] => analyze(one).diagnostics;
  const unfixed = { source, diagnostics: [], fixed: 0, broken: false };
  if (!options.fix) return { ...unfixed, diagnostics: find(source) };
  // written back, what could not be decoded would be lost
  if (source.text.includes('\ufffd')) {
    io.err(`netgen: ${printable(source.name)} is not fixed: it is no UTF-8\n`);
    return { ...unfixed, diagnostics: find(source) };
  }
  const fixed = fixSource(source, find, counts(options));
  if (fixed.broken)
    io.err(
      `netgen: ${printable(source.name)} is not fixed: the fixes would break it; please report it with the lab file\n`,
    );
  return fixed;
}

/** Writes what was fixed. True where that failed; it keeps nothing else from being written. */
function write(checked: readonly Fixed[], io: Io): boolean {
  let failed = false;
  for (const { source, fixed } of checked) {
    if (source.name === '-') io.out(source.text);
    else if (fixed > 0) {
      try {
        writeWhole(source.name, source.text, undefined);
      } catch (error) {
        if (!(error instanceof Unasked)) throw error;
        io.err(`netgen: ${printable(error.message)}\n`);
        failed = true;
      }
    }
  }
  return failed;
}

/** The report, where there is anything to say: for programs that is always. */
async function tell(
  checked: readonly Fixed[],
  unread: readonly UnreadFile[],
  options: LintOptions,
  io: Io,
): Promise<void> {
  const { format, fix } = options;
  const files = reportsOf(checked, options);
  const fixed = checked.reduce((sum, one) => sum + one.fixed, 0);
  const silent =
    fixed === 0 && files.every(({ diagnostics, left }) => diagnostics.length + left.length === 0);
  if (format === 'text' && silent) return;
  // the fixed text has standard output for itself
  const aside = fix && checked.some(({ source }) => source.name === '-');
  const colour = aside ? io.colour.err : io.colour.out;
  const report: Report = { files, unread, fixed, colour, version, rules: new Map() };
  const tellAs = await formats[format]();
  (aside ? io.err : io.out)(tellAs(report));
}

function reportsOf(checked: readonly Fixed[], options: LintOptions): readonly FileReport[] {
  let room = options.max;
  return checked.map(({ source, diagnostics }) => {
    const counted = diagnostics.filter(counts(options));
    const shown = counted.slice(0, room);
    room -= shown.length;
    return { source, diagnostics: shown, left: counted.slice(shown.length) };
  });
}
