// Takes away what is not needed for a disagreement, statement by statement.

import { analyze } from '../../../src/compile.ts';
import { SourceText } from '../../../src/text/source-text.ts';

/** Texts that lack something of a lab and can still be built, the largest cuts first. */
function* smaller(text: string): Generator<string> {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const seen = new Set<string>([join(lines)]);
  for (const cut of cuts(lines)) {
    const mended = withoutBroken(join(cut));
    if (mended === undefined || seen.has(mended)) continue;
    seen.add(mended);
    yield mended;
  }
}

function* cuts(lines: readonly string[]): Generator<readonly string[]> {
  // whole namespaces, with what ends at them
  for (const [start, line] of lines.entries()) {
    const name = /^ns (\S+) <$/.exec(line)?.[1];
    if (name === undefined) continue;
    const end = lines.indexOf('>', start);
    const rest = [...lines.slice(0, start), ...lines.slice(end + 1)];
    yield rest.filter((other) => !other.includes(`-> ${name}:`));
  }
  for (let size = Math.floor(lines.length / 4); size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < lines.length; at += size) {
      const kept = lines.filter((line, i) => i < at || i >= at + size || /[<>]$/.test(line));
      if (kept.length < lines.length) yield kept;
    }
  }
  // parts of a statement
  for (const [at, line] of lines.entries()) for (const cut of partsOf(line)) yield lines.with(at, cut);
}

/** A line without one of the addresses, or of what else may be left out of a statement. */
export function partsOf(line: string): readonly string[] {
  const parts = [
    ...line.matchAll(/, [0-9a-f.:]+\/\d+/g),
    ...line.matchAll(/(?<=ip )[0-9a-f.:]+\/\d+, /g),
    ...line.matchAll(/ (?:ip [0-9a-f.:]+\/\d+|(?:mac|mtu|metric|src|table) \S+|onlink)(?= |$)/g),
  ];
  return parts.map(({ index, 0: part }) => line.slice(0, index) + line.slice(index + part.length));
}

function join(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}

/** The text without the lines that cannot be resolved any more; undefined where that does not help. */
function withoutBroken(text: string): string | undefined {
  let rest = text;
  for (let round = 0; round < 10; round++) {
    const source = new SourceText('lab.net', rest);
    const { broken } = analyze(source);
    if (broken.length === 0) return rest;
    const bad = new Set(broken.map(({ span }) => source.positionAt(span.start).line));
    const lines = rest.split('\n');
    const kept = lines.filter((line, i) => !bad.has(i + 1) || /[<>]$/.test(line));
    if (kept.length === lines.length) return undefined;
    rest = kept.join('\n');
  }
  return undefined;
}

/** The smallest text found that is still bad, trying several at once. */
export async function shrunk(
  text: string,
  isBad: (text: string) => Promise<boolean>,
  atOnce = 4,
): Promise<string> {
  let smallest = text;
  for (;;) {
    const next = await firstBad(smaller(smallest), isBad, atOnce);
    if (next === undefined) return smallest;
    smallest = next;
  }
}

async function firstBad(
  candidates: Iterator<string>,
  isBad: (text: string) => Promise<boolean>,
  atOnce: number,
): Promise<string | undefined> {
  for (;;) {
    const some: string[] = [];
    while (some.length < atOnce) {
      const next = candidates.next();
      if (next.done) break;
      some.push(next.value);
    }
    if (some.length === 0) return undefined;
    const bad = await Promise.all(some.map(isBad));
    const found = some.find((_, i) => bad[i]);
    if (found !== undefined) return found;
  }
}
