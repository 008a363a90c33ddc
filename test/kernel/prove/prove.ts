// Many labs, put to the kernel and to the static one side by side, with what the linter says of them.

import { analyze } from '../../../src/compile.ts';
import { type Diagnostic, isError } from '../../../src/diagnostic/diagnostic.ts';
import { SourceText } from '../../../src/text/source-text.ts';
import { type Comparison, compareOnce, type Disagreement } from './compare.ts';
import { claims, failedLines, isForetold, verdict } from './consequences.ts';
import { labAt } from './generate.ts';
import type { KernelSays } from './kernel.ts';
import { restOf } from './rest.ts';
import { Turns } from './turns.ts';

/** Something that is not as it should be: of the model, of the linter, or of the script. */
export interface Case {
  readonly kind:
    | 'disagreement' // the model says otherwise than the kernel
    | 'miss' // `up` fails, and the linter finds no error
    | 'unforeseen' // `up` fails at a line at which the linter finds none of its errors
    | 'false alarm'; // what an error says does not happen
  readonly index: number;
  readonly text: string;
  readonly details: readonly string[];
}

export interface Figures {
  labs: number;
  /** Labs that failed as foretold and were tried without that, too. */
  rests: number;
  /** Labs that came up. */
  up: number;
  /** Labs whose `up` failed where the linter said so. */
  foretold: number;
  clean: number;
  pairs: number;
  answered: number;
  lookUps: number;
  arrivals: number;
  large: number;
  /** Labs with an uplink apart, of which little is known by design. */
  unknown: number;
  chosen: number;
  severalWays: number;
  unknownBeyond: number;
  pairsBeyond: number;
  disagreements: number;
  misses: number;
  unforeseen: number;
  falseAlarms: number;
  /** Errors whose consequence was looked for, and found. */
  consequences: number;
  /** By their rule. */
  untried: Map<string, number>;
}

export interface ProveOptions {
  readonly seed: number;
  /** Labs from the first, unless the time is up before. */
  readonly labs: number;
  readonly first?: number;
  readonly seconds?: number;
  /** Which labs are tried; all where it is not said. */
  readonly takes?: (text: string) => boolean;
  readonly onCase?: (one: Case) => void;
  readonly onLab?: (figures: Figures) => void;
}

/** Labs whose commands run at once, and labs at all: most of the time is waiting for answers that do not come. */
const busyAtOnce = 2;
const atOnce = 8;

export const turns = new Turns(busyAtOnce);

export async function proveLabs({
  seed,
  labs: count,
  first = 0,
  seconds = Number.POSITIVE_INFINITY,
  takes = () => true,
  onCase,
  onLab,
}: ProveOptions): Promise<{ figures: Figures; cases: readonly Case[] }> {
  const figures: Figures = {
    labs: 0,
    rests: 0,
    up: 0,
    foretold: 0,
    clean: 0,
    pairs: 0,
    answered: 0,
    lookUps: 0,
    arrivals: 0,
    large: 0,
    unknown: 0,
    chosen: 0,
    severalWays: 0,
    unknownBeyond: 0,
    pairsBeyond: 0,
    disagreements: 0,
    misses: 0,
    unforeseen: 0,
    falseAlarms: 0,
    consequences: 0,
    untried: new Map(),
  };
  const cases: Case[] = [];
  const until = Date.now() + seconds * 1000;
  let next = first;
  const worker = async (): Promise<void> => {
    while (next < first + count && Date.now() < until) {
      const index = next++;
      const text = labAt(seed, index);
      if (!takes(text)) continue;
      figures.labs += 1;
      for (const one of await proveOne(text, figures)) {
        const known: Case = { ...one, index };
        cases.push(known);
        onCase?.(known);
      }
      onLab?.(figures);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return { figures, cases };
}

type Found = Omit<Case, 'index'>;

async function proveOne(text: string, figures: Figures): Promise<readonly Found[]> {
  const comparison = await compareOnce(text, turns);
  const { compilation, kernel } = comparison;
  if (!kernel) return [];
  if (!compilation.diagnostics.some(isError)) figures.clean += 1;
  const found: Found[] = [];
  if (kernel.up.code === 0) found.push(...(await wentUp(text, comparison, figures)));
  else {
    const failed = failure(text, comparison, kernel);
    if (failed) found.push(failed);
    else figures.foretold += 1;
  }
  const wrong: string[] = [];
  const untried: Diagnostic[] = [];
  for (const finding of compilation.diagnostics.filter(claims)) {
    const is = verdict(compilation, finding, kernel);
    if (is === 'there') figures.consequences += 1;
    else if (is === 'untried') untried.push(finding);
    else wrong.push(described(finding));
  }
  if (wrong.length > 0) found.push({ kind: 'false alarm', text, details: wrong });
  figures.misses += found.filter(({ kind }) => kind === 'miss').length;
  figures.unforeseen += found.filter(({ kind }) => kind === 'unforeseen').length;
  figures.falseAlarms += wrong.length;
  const rest = kernel.up.code !== 0 && found.length === 0 ? restOf(text, failedLines(kernel)) : undefined;
  // what is said of both is tried there
  const again = rest === undefined ? new Set() : new Set(sayings(rest).map(described));
  for (const { rule } of untried.filter((one) => !again.has(described(one))))
    figures.untried.set(rule, (figures.untried.get(rule) ?? 0) + 1);
  if (rest === undefined) return found;
  figures.rests += 1;
  return proveOne(rest, figures);
}

function sayings(text: string): readonly Diagnostic[] {
  return analyze(new SourceText('lab.net', text)).diagnostics;
}

async function wentUp(
  text: string,
  { counts, isOpen, disagreements }: Comparison,
  figures: Figures,
): Promise<readonly Found[]> {
  figures.up += 1;
  for (const count of ['answered', 'lookUps', 'arrivals', 'large', 'chosen', 'severalWays'] as const)
    figures[count] += counts[count];
  figures[isOpen ? 'pairsBeyond' : 'pairs'] += counts.pairs;
  figures[isOpen ? 'unknownBeyond' : 'unknown'] += counts.unknown;
  const stable = await stableOf(text, disagreements);
  figures.disagreements += stable.length;
  return stable.length === 0
    ? []
    : [{ kind: 'disagreement', text, details: stable.map((one) => disagreementText(one)) }];
}

/** What is wrong with it that `up` fails; nothing where the linter says so. */
function failure(text: string, { compilation }: Comparison, kernel: KernelSays): Found | undefined {
  const errors = compilation.diagnostics.filter(isError);
  const words = kernel.up.stderr.trim();
  if (errors.length === 0) return { kind: 'miss', text, details: [words] };
  if (isForetold(compilation, kernel)) return undefined;
  return {
    kind: 'unforeseen',
    text,
    details: [words, `line ${failedLines(kernel).join('-')}`, ...errors.map(described)],
  };
}

function described({ rule, message }: { readonly rule: string; readonly message: string }): string {
  return `${rule}: ${message}`;
}

export function disagreementText({ what, node, to, kernel, model }: Disagreement): string {
  return `${what} ${node} -> ${to}: kernel ${kernel}; model ${model}`;
}

/** What is left of disagreements when the lab is brought up anew three times. */
export async function stableOf(
  text: string,
  disagreements: readonly Disagreement[],
): Promise<readonly Disagreement[]> {
  let again = disagreements;
  for (let round = 0; round < 3 && again.length > 0; round++)
    again = whatIsIn(again, (await compareOnce(text, turns)).disagreements);
  return again;
}

function whatIsIn(some: readonly Disagreement[], others: readonly Disagreement[]): readonly Disagreement[] {
  const known = new Set(others.map(disagreementText));
  return some.filter((one) => known.has(disagreementText(one)));
}

function untriedText(untried: ReadonlyMap<string, number>): string {
  const all = [...untried].toSorted(([, a], [, b]) => b - a);
  const sum = all.reduce((total, [, count]) => total + count, 0);
  return sum === 0 ? '0' : `${sum} (${all.map(([rule, count]) => `${rule} ${count}`).join(', ')})`;
}

/** The figures in one line. */
export function figuresText(figures: Figures): string {
  const { labs: all, rests, up, foretold, clean, pairs, pairsBeyond, answered } = figures;
  const share = (part: number, whole: number): string =>
    whole === 0 ? '0' : `${((100 * part) / whole).toFixed(2)} %`;
  return [
    `${all} labs and ${rests} without what failed (${up} up, ${foretold} failing as foretold, ${clean} without errors)`,
    `${pairs + pairsBeyond} pairs (${share(answered, pairs + pairsBeyond)} answered)`,
    `${figures.lookUps} look-ups, ${figures.arrivals} arrivals, ${figures.large} large packets`,
    `${figures.disagreements} disagreements`,
    `several ways: ${figures.chosen} pairs by the one that is taken, ${figures.severalWays} (${share(figures.severalWays, pairs + pairsBeyond)}) by any of them`,
    `unknown ${share(figures.unknown, pairs)}, with an uplink ${share(figures.unknownBeyond, pairsBeyond)}`,
    `findings: ${figures.consequences} with their consequence, ${untriedText(figures.untried)} untried, ${figures.falseAlarms} false alarms`,
    `${figures.misses} misses, ${figures.unforeseen} failing elsewhere than foretold`,
  ].join('; ');
}
