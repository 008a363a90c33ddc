// Random labs, as texts: a plausible one, then up to four changes, most of them mistakes.

import type * as fc from 'fast-check';
import { type Dice, thrown } from './dice.ts';
import { type Draft, textOf } from './draft.ts';
import { mutate } from './mutate.ts';
import { topology } from './topology.ts';

export const labs: fc.Arbitrary<string> = thrown((dice) => {
  const draft = topology(dice);
  if (dice.chance(8)) addUplink(draft, dice);
  for (let changes = dice.int(0, 4); changes > 0; changes--) mutate(draft, dice);
  expectSome(draft, dice);
  return textOf(draft);
});

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
