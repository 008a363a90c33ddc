import type { Levels } from '../../check/severities.ts';
import { type Compilation, compile, type Script } from '../../compile.ts';
import { countOf } from '../../report/count.ts';
import { printable } from '../../report/printable.ts';
import { file as fileOf, filesOf, ruleOption, single } from '../arguments.ts';
import type { Command } from '../command.ts';
import { exit, type Io, Unasked } from '../io.ts';
import { levelsOf } from '../levels.ts';
import { readSource, reasonOf } from '../read-source.ts';
import { exitCodeOf, showDiagnostics } from '../show.ts';
import { isFolder, isSameFile, writeScript } from '../write-script.ts';

export const buildCommand: Command = {
  name: 'build',
  declare: (cli, choose) =>
    cli.command(
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
          .option('verify', {
            type: 'string',
            requiresArg: true,
            describe: 'write nothing; show how this file (or folder) differs, and exit with 1 if it does',
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
          .example('$0 build two.net -o scripts', 'scripts/HOST.sh for every machine')
          .example('$0 build --verify up.sh lab.net', 'is the committed script what the lab gives?'),
      (args) => {
        const options = {
          file: onlyFile(filesOf(args)),
          output: outputOf(args.output),
          verify: args.verify === undefined ? undefined : single(args.verify, '--verify'),
          host: args.host === undefined ? undefined : single(args.host, '--host'),
          teardown: args.teardown === true,
          shellcheck: args.shellcheck === true,
          strict: args.strict === true,
          levels: levelsOf(args.rule),
          force: args.force === true,
        };
        if (options.output !== undefined && options.verify !== undefined)
          throw new Error('-o writes and --verify only compares: say one of them');
        choose((io) => build(options, io));
      },
    ),
};

interface BuildOptions {
  readonly file: string;
  readonly output: string | undefined;
  /** What is compared with the scripts, and not written. */
  readonly verify: string | undefined;
  readonly host: string | undefined;
  readonly teardown: boolean;
  readonly shellcheck: boolean;
  readonly strict: boolean;
  readonly levels: Levels;
  /** Scripts although rules found errors. */
  readonly force: boolean;
}

/** `netgen build`: the script to standard output or a file, the findings to standard error. */
async function build(options: BuildOptions, io: Io): Promise<number> {
  if (options.output !== undefined && isSameFile(options.file, options.output)) {
    throw new Unasked(`-o ${options.output} is the lab file itself`);
  }
  const source = readSource(options.file, io);
  const { teardown, levels, force } = options;
  const compilation = compile(source, { teardown, levels, force });
  const { diagnostics } = compilation;
  await showDiagnostics(diagnostics, source, io.err, io.colour.err);
  const code = exitCodeOf(diagnostics, options.strict);
  // what cannot be read or resolved gives no script, whatever is asked
  if (code !== exit.yes && !(force && compilation.scripts.length > 0)) {
    io.err(`\n${countOf(diagnostics)}; no script was written\n`);
    return code;
  }
  const scripts = chosen(compilation, options);
  if (options.shellcheck) {
    const { checkScripts } = await import('../shellcheck.ts');
    const clean = await checkScripts(
      scripts.map(({ text }) => text),
      io,
    );
    if (!clean) return exit.no;
  }
  if (options.verify !== undefined) return compare(placesOf(scripts, options.verify, options), options, io);
  if (options.output === undefined) io.out(scripts[0]?.text ?? '');
  else
    for (const { path, text, folder } of placesOf(scripts, options.output, options))
      writeScript(path, text, folder);
  return exit.yes;
}

/** The scripts that were asked for: one, or all hosts' into a folder. */
function chosen(
  { lab, scripts }: Compilation,
  { host, output, verify, file }: BuildOptions,
): readonly Script[] {
  const names = lab.hosts.flatMap(({ name }) => name ?? []);
  if (host !== undefined) {
    const found = scripts.filter((script) => script.host === host);
    if (found.length > 0) return found;
    const there =
      names.length === 0 ? 'the lab has no hosts: leave out --host' : `its hosts are ${names.join(', ')}`;
    throw new Unasked(`there is no host ${host} in ${file}; ${there}`);
  }
  if (names.length > 1 && output === undefined && verify === undefined) {
    throw new Unasked(
      `${file} has several hosts (${names.join(', ')}): say --host NAME, or -o FOLDER for all of them`,
    );
  }
  return scripts;
}

interface Place {
  readonly path: string;
  readonly text: string;
  /** The file is one of several in a folder. */
  readonly folder: boolean;
}

/** Where each script belongs: in the file that is named, or as HOST.sh in the folder. */
function placesOf(scripts: readonly Script[], path: string, { host }: BuildOptions): readonly Place[] {
  const folder =
    host === undefined && scripts[0]?.host !== undefined && (scripts.length > 1 || isFolder(path));
  if (!folder) return scripts.slice(0, 1).map(({ text }) => ({ path, text, folder }));
  return scripts.map((script) => ({
    path: `${path.replace(/\/+$/, '')}/${script.host}.sh`,
    text: script.text,
    folder,
  }));
}

/** `--verify`: what was written once against what the lab gives now. */
async function compare(places: readonly Place[], { file, verify }: BuildOptions, io: Io): Promise<number> {
  let code: number = exit.yes;
  for (const { path, text } of places) {
    const before = committed(path, io);
    if (before === text) continue;
    code = exit.no;
    if (before === undefined) io.err(`netgen: there is no ${printable(path)}\n`);
    else {
      const { unifiedDiff } = await import('../../report/unified-diff.ts');
      io.out(unifiedDiff(path, before, text));
      io.err(`netgen: ${printable(path)} is not what ${printable(file)} gives\n`);
    }
  }
  if (code !== exit.yes)
    io.err(`netgen: write it with netgen build ${printable(file)} -o ${printable(verify ?? '')}\n`);
  return code;
}

function committed(path: string, io: Io): string | undefined {
  try {
    return io.readFile(path);
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return undefined;
    throw new Unasked(`cannot read ${path}: ${reasonOf(error)}`, { cause: error });
  }
}

function outputOf(value: unknown): string | undefined {
  const path = value === undefined ? '-' : fileOf(single(value, '-o'));
  return path === '-' ? undefined : path;
}

/** The one file, which may stand behind `--`. */
function onlyFile(files: readonly string[]): string {
  const [file, ...more] = files;
  if (file === undefined) throw new Error('build needs a file, or - for standard input');
  if (more.length > 0) throw new Error(`build takes one file, not ${files.length}`);
  return file;
}
