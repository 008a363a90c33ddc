import { readdirSync, readFileSync } from 'node:fs';
import { labLexer } from '../grammar/tokens.ts';
import { analyze } from '../src/compile.ts';
import { type Diagnostic, isError } from '../src/diagnostic/diagnostic.ts';
import { SourceText } from '../src/text/source-text.ts';
import { type FixtureLab, root } from './lab.helper.ts';

/** The folder of the broken texts. */
export const mistakesFolder = `${root}fixtures/mistakes`;

/** A lab text with planted mistakes, and the lines that they are on, counted from 1. */
export interface Mistake {
  readonly file: string;
  readonly name: string;
  readonly lines: readonly number[];
  readonly text: string;
}

/** Reads the texts of `fixtures/mistakes/*.net`: each begins with `=== what it is · line 2` (or `· lines 2, 4`). */
export function mistakes(): readonly Mistake[] {
  const files = readdirSync(mistakesFolder).filter((name) => name.endsWith('.net'));
  return files.toSorted().flatMap((file) => textsOf(file, readFileSync(`${mistakesFolder}/${file}`, 'utf8')));
}

function textsOf(file: string, all: string): readonly Mistake[] {
  return all
    .split(/^=== /m)
    .slice(1)
    .map((part) => {
      const [header = ''] = part.split('\n', 1);
      const match = /^(.+) · lines? (\d+(?:, \d+)*)$/.exec(header);
      if (!match) throw new Error(`${file}: no \`=== NAME · line N\`: ${header}`);
      const [, name = '', lines = ''] = match;
      return { file, name, lines: lines.split(', ').map(Number), text: part.slice(header.length + 1) };
    });
}

/** A fixture lab without one of its tokens. */
export interface Deletion {
  readonly lab: string;
  readonly line: number;
  readonly token: string;
  readonly text: string;
  /**
   * Where else the mistake may be seen: the next line, for the last token of a line; for a bracket the line of
   * the other one, and for a `>` the end of the last good line.
   */
  readonly elsewhere: readonly number[];
}

/** Every single-token deletion of a lab. */
export function deletionsOf({ name, text }: FixtureLab): readonly Deletion[] {
  const source = new SourceText(name, text);
  const { tokens } = labLexer().tokenize(text);
  const lines = tokens.map(({ startOffset }) => source.positionAt(startOffset).line);
  const partners = partnersOf(tokens.map(({ image }) => image));
  return tokens.map(({ image, startOffset }, index) => {
    const line = lines[index] as number;
    const next = lines[index + 1] === line + 1 ? [line + 1] : [];
    const partner = lines[partners.get(index) ?? -1] ?? line;
    // what a node lacks is said of the node
    const before = image === 'forward' && lines[index - 1] === line - 1 ? [line - 1] : [];
    const bracket = image === '>' ? [partner, lines[index - 1] as number] : [partner];
    return {
      lab: name,
      line,
      token: image,
      text: text.slice(0, startOffset) + text.slice(startOffset + image.length),
      elsewhere: [...next, ...before, ...bracket].filter((other) => other !== line),
    };
  });
}

/** A lab without two of its tokens, on different lines: `pick` gives numbers from 0 to below 1. */
export function pairOf(
  lab: FixtureLab,
  pick: () => number,
): { readonly what: string; readonly text: string } | undefined {
  const { tokens } = labLexer().tokenize(lab.text);
  const all = deletionsOf(lab);
  const loud = [...all.keys()].filter((index) => errorsOf(all[index]?.text ?? '').length === 1);
  const some = () => loud[Math.floor(pick() * loud.length)] as number;
  const [a, b] = [some(), some()].sort((x, y) => x - y) as [number, number];
  if (all[a]?.line === all[b]?.line) return undefined;
  const [first, second] = [tokens[a], tokens[b]].map(
    (token) => token as { image: string; startOffset: number },
  );
  if (!first || !second) return undefined;
  const middle = lab.text.slice(first.startOffset + first.image.length, second.startOffset);
  const end = lab.text.slice(second.startOffset + second.image.length);
  const what = `${lab.name}:${all[a]?.line} without \`${first.image}\` and ${all[b]?.line} without \`${second.image}\``;
  return { what, text: lab.text.slice(0, first.startOffset) + middle + end };
}

/** For each bracket the index of the one that it belongs to. */
function partnersOf(images: readonly string[]): ReadonlyMap<number, number> {
  const pairs = new Map<number, number>();
  const open: number[] = [];
  for (const [index, image] of images.entries()) {
    if (image === '<') open.push(index);
    const other = image === '>' ? open.pop() : undefined;
    if (other !== undefined) pairs.set(index, other).set(other, index);
  }
  return pairs;
}

/** An error and the line that it begins on. */
export interface Found {
  readonly line: number;
  readonly diagnostic: Diagnostic;
}

const known = new Map<string, readonly Found[]>();

/** What netgen calls wrong in a text: findings of severity error, in source order. */
export function errorsOf(text: string): readonly Found[] {
  const found = known.get(text) ?? findErrors(text);
  known.set(text, found);
  return found;
}

function findErrors(text: string): readonly Found[] {
  const source = new SourceText('lab.net', text);
  return analyze(source)
    .diagnostics.filter(isError)
    .map((diagnostic) => ({ line: source.positionAt(diagnostic.span.start).line, diagnostic }));
}
