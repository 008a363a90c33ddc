import type { Levels } from '../check/run-checks.ts';
import { analyze } from '../compile.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { type JsonFinding, toJson } from '../report/json.ts';
import { exit, type Io, Unasked } from './io.ts';
import { readSource } from './read-source.ts';
import { countOf, exitCodeOf, showDiagnostics } from './show.ts';

export interface LintOptions {
  readonly files: readonly string[];
  readonly format: 'text' | 'json';
  readonly strict: boolean;
  readonly levels: Levels;
}

/** `netgen lint`: the findings of several files; a file that cannot be read does not keep the others from being read. */
export async function lint({ files, format, strict, levels }: LintOptions, io: Io): Promise<number> {
  const found: Diagnostic[] = [];
  const json: JsonFinding[] = [];
  let unread = false;
  for (const file of files) {
    try {
      const source = readSource(file, io);
      const { diagnostics } = analyze(source, { levels });
      found.push(...diagnostics);
      if (format === 'json') json.push(...diagnostics.map((diagnostic) => toJson(diagnostic, source)));
      else await showDiagnostics(diagnostics, source, io.out, io.colour.out);
    } catch (error) {
      if (!(error instanceof Unasked)) throw error;
      io.err(`netgen: ${error.message}\n`);
      unread = true;
    }
  }
  if (format === 'json') io.out(`${JSON.stringify(json, null, 2)}\n`);
  else if (found.length > 0) io.out(`\n${countOf(found)}\n`);
  return unread ? exit.unasked : exitCodeOf(found, strict);
}
