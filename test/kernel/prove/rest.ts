// A lab whose script fails at a line, without what it fails at: so that what else is said of it is tried as well.

import { analyze } from '../../../src/compile.ts';
import { isError } from '../../../src/diagnostic/diagnostic.ts';
import { SourceText } from '../../../src/text/source-text.ts';
import { partsOf } from './shrink.ts';

/** The same text, line for line, but for that one; undefined where nothing that can be left out is wrong with it. */
export function restOf(text: string, line: number): string | undefined {
  const lines = text.split('\n');
  const bad = lines[line - 1];
  if (bad === undefined || line === 0) return undefined;
  const kept =
    /[<>]$/.test(bad) || /^\s*(?:veth|bridge|uplink|lo)\b/.test(bad) ? partsOf(bad) : ['', ...partsOf(bad)];
  for (const other of kept) {
    const rest = lines.with(line - 1, other).join('\n');
    const source = new SourceText('lab.net', rest);
    const { broken, diagnostics } = analyze(source);
    const isStillThere = diagnostics.some(
      (one) => isError(one) && source.positionAt(one.span.start).line === line,
    );
    if (broken.length === 0 && !isStillThere) return rest;
  }
  return undefined;
}
