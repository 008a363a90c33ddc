// Random labs, as texts: a plausible one, then up to four changes, most of them mistakes.

import * as fc from 'fast-check';
import { analyze } from '../../../src/compile.ts';
import { isError } from '../../../src/diagnostic/diagnostic.ts';
import { SourceText } from '../../../src/text/source-text.ts';
import { type Dice, thrown } from './dice.ts';
import { type Draft, textOf } from './draft.ts';
import { mutate } from './mutate.ts';
import { topology } from './topology.ts';

const labs: fc.Arbitrary<string> = thrown((dice) => {
  const draft = topology(dice);
  if (dice.chance(8)) addUplink(draft, dice);
  for (let changes = dice.int(0, 4); changes > 0; changes--) mutate(draft, dice);
  expectSome(draft, dice);
  // a step that fails ends it: nothing else of the lab is seen then
  return dice.chance(70) ? withoutFailures(textOf(draft)) : textOf(draft);
});

/** The lab without the routes and neighbours at which its `up` would fail. */
function withoutFailures(text: string): string {
  let rest = text;
  for (let round = 0; round < 3; round++) {
    const source = new SourceText('lab.net', rest);
    const failing = analyze(source).diagnostics.filter((one) => isError(one) && fails.has(one.rule));
    const lines = new Set(failing.map(({ span }) => source.positionAt(span.start).line));
    if (lines.size === 0) break;
    const kept = (line: string, i: number): boolean =>
      !lines.has(i + 1) || !/^ *(?:route|gw|neigh|rule) /.test(line);
    rest = rest.split('\n').filter(kept).join('\n');
  }
  return rest;
}

const fails: ReadonlySet<string> = new Set([
  'bad-next-hop',
  'duplicate-neighbour',
  'duplicate-route',
  'next-hop-not-on-link',
  'own-next-hop',
  'source-not-local',
  'two-defaults',
]);

/** The machine has a network of its own, which the lab does not know. */
function addUplink(draft: Draft, dice: Dice): void {
  const root = draft.nodes.find(({ name }) => name === 'root');
  root?.devices.unshift({
    name: 'up0',
    kind: 'uplink',
    ips: ['10.200.0.15/24', ...(dice.chance(50) ? ['fd00:200::15/64'] : [])],
    words: [],
  });
  if (root && dice.chance(60)) root.forward = 'forward';
  if (root?.forward && dice.chance(60)) root.lines.push('nat -> up0');
}

function expectSome(draft: Draft, dice: Dice): void {
  const named = draft.nodes.filter(({ devices }) => devices.some(({ ips }) => ips.length > 0));
  for (let many = dice.int(0, 3); many > 0; many--) {
    const from = dice.maybe(named)?.name;
    const to = dice.maybe(named)?.name;
    if (from && to && from !== to)
      draft.expectations.push(`expect ${from} ${dice.chance(85) ? 'reaches' : 'cannot reach'} ${to}`);
  }
}

/** Lab number so-and-so of a seed, whatever else is made. */
export function labAt(seed: number, index: number): string {
  return fc.sample(labs, { seed: (seed * 1_000_003 + index) | 0, numRuns: 1, unbiased: true })[0] ?? '';
}
