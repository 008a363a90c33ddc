import type { Value } from '../model/loops/evaluate.ts';
import { isItem, readItem, valuesOfItem } from '../model/loops/items.ts';
import { fill, hasBraces, isTemplateFault, readTemplate } from '../model/loops/template.ts';
import { rangeValues } from '../model/ranges.ts';
import { type Name, type Statement, valueOf, valuesOf } from '../syntax/tree.ts';

/** The first of what a word or loop becomes, and how many there are; `isAll` is false where counting was given up. */
export interface Copies<T> {
  readonly first: readonly T[];
  readonly count: number;
  readonly isAll: boolean;
}

/** More rounds than this are not counted. */
const mostRounds = 10_000;
/** More values than this are not shown. */
const mostShown = 24;

/** What a word with braces becomes: in a loop by its variables, else as a range. Undefined where it cannot be told. */
export function copiesOfWord({ text }: Name, path: readonly Statement[]): Copies<string> | undefined {
  if (!hasBraces(text)) return undefined;
  const loops = path.slice(0, -1).filter(({ word }) => word.loop);
  return loops.length > 0 ? copiesInLoops(text, loops) : copiesOfRange(text);
}

function copiesInLoops(text: string, loops: readonly Statement[]): Copies<string> | undefined {
  const template = readTemplate(text, namesOf(loops));
  if (isTemplateFault(template)) return undefined;
  const found = new Set<string>();
  const rounds = roundsOf(loops);
  for (const values of rounds.first) {
    const filled = fill(template, values);
    if (typeof filled !== 'string') return undefined;
    found.add(filled);
  }
  return { first: [...found].slice(0, mostShown), count: found.size, isAll: rounds.isAll };
}

function copiesOfRange(text: string): Copies<string> | undefined {
  const ranges = [...text.matchAll(/\{([^{}]*)\}/g)].map(([, inside = '']) => rangeValues(inside));
  const count = ranges[0]?.length ?? 0;
  if (count === 0 || ranges.some((one) => one?.length !== count)) return undefined;
  const first = Array.from({ length: Math.min(count, mostShown) }, (_, index) => {
    let at = 0;
    return text.replace(/\{[^{}]*\}/g, () => ranges[at++]?.[index] ?? '');
  });
  return { first, count, isAll: true };
}

/** The rounds of a loop, with those around it: in each the values of all variables, the outermost first. */
export function copiesOfLoop(path: readonly Statement[]): Copies<string> {
  const loops = path.filter(({ word }) => word.loop);
  const names = namesOf(loops);
  const { first, isAll } = roundsOf(loops);
  const shown = first
    .slice(0, mostShown)
    .map((values) => values.map(({ text }, at) => `${names[at]}=${text}`).join(' '));
  return { first: shown, count: first.length, isAll };
}

function namesOf(loops: readonly Statement[]): readonly string[] {
  return loops.map((loop) => valueOf(loop, 'variable')?.text ?? '');
}

function roundsOf(loops: readonly Statement[]): { first: readonly (readonly Value[])[]; isAll: boolean } {
  const names = namesOf(loops);
  let rounds: (readonly Value[])[] = [[]];
  let isAll = true;
  for (const [depth, loop] of loops.entries()) {
    const next: (readonly Value[])[] = [];
    for (const around of rounds) {
      for (const value of valuesIn(loop, names.slice(0, depth), around)) next.push([...around, value]);
      if (next.length > mostRounds) break;
    }
    isAll &&= next.length <= mostRounds;
    next.splice(mostRounds);
    rounds = next;
  }
  return { first: rounds, isAll };
}

function valuesIn(loop: Statement, names: readonly string[], around: readonly Value[]): readonly Value[] {
  return valuesOf(loop, 'values').flatMap(({ text }) => {
    const item = readItem(text, names);
    const values = isItem(item) ? valuesOfItem(item, around) : [];
    return 'why' in values ? [] : values;
  });
}
