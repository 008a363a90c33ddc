// A lab whose script fails at a line, without what it fails at: so that what else is said of it is tried as well.

import { analyze } from '../../../src/compile.ts';
import { isError } from '../../../src/diagnostic/diagnostic.ts';
import { SourceText } from '../../../src/text/source-text.ts';
import { partsOf } from './shrink.ts';

/** The same text, line for line, but for one of these; undefined where nothing that can be left out is wrong with any. */
export function restOf(text: string, lines: readonly number[]): string | undefined {
  for (const line of lines) {
    const rest = without(text, line);
    if (rest !== undefined) return rest;
  }
  return undefined;
}

function without(text: string, line: number): string | undefined {
  const lines = text.split('\n');
  const bad = lines[line - 1] ?? '';
  if (!isWrong(text, line)) return undefined;
  const isNeeded = /[<>]$|^\s*(?:veth|bridge|uplink|lo)\b/.test(bad);
  for (const other of isNeeded ? partsOf(bad) : ['', ...partsOf(bad)]) {
    const rest = lines.with(line - 1, other).join('\n');
    if (isWrong(rest, line) === false) return rest;
  }
  return undefined;
}

/** Whether an error stands at a line; undefined where something is broken. */
function isWrong(text: string, line: number): boolean | undefined {
  const source = new SourceText('lab.net', text);
  const { broken, diagnostics } = analyze(source);
  if (broken.length > 0) return undefined;
  return diagnostics.some((one) => isError(one) && source.positionAt(one.span.start).line === line);
}
