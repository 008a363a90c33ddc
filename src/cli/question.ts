import { read } from '../compile.ts';
import { isError } from '../diagnostic/diagnostic.ts';
import type { Asked } from '../forwarding/ask.ts';
import { Network } from '../forwarding/network.ts';
import type { Named } from '../model/questions.ts';
import { countOf } from '../report/count.ts';
import type { SourceText } from '../text/source-text.ts';
import { exit, type Io, Unasked } from './io.ts';
import { readSource } from './read-source.ts';
import { showDiagnostics } from './show.ts';

export interface Askable {
  readonly source: SourceText;
  readonly network: Network;
}

/** The network of a lab file that one can ask. What cannot be read or resolved is told, and nothing can be asked. */
export async function askable(file: string, io: Io): Promise<Askable> {
  const source = readSource(file, io);
  const { lab, broken } = read(source);
  const errors = broken.filter(isError);
  if (errors.length > 0) {
    await showDiagnostics(errors, source, io.err, io.colour.err);
    throw new Unasked(`${file} has ${countOf(errors)}: nothing can be asked of it`);
  }
  return { source, network: new Network(lab) };
}

export function found<T>(named: Named<T>): T {
  if ('why' in named) throw new Unasked(named.why);
  return named.found;
}

/** 0 where all is reached, 1 where something is not; what is not known is no 1 but with `--strict`. */
export function answerCode(asked: readonly Pick<Asked, 'reaches'>[], strict: boolean): number {
  const fails = asked.some(({ reaches }) => reaches === false || (strict && reaches === undefined));
  return fails ? exit.no : exit.yes;
}
