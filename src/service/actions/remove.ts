import type { Statement } from '../../syntax/tree.ts';
import { shorten } from '../../util/shorten.ts';
import { removeStatement, removeValue } from '../writing/remove.ts';
import { statementsAt, valueAt } from '../writing/statement-at.ts';
import type { Remedy } from './remedy.ts';

/** Of these a device itself is what is too much. */
const blamed = new Set(['bridge-loop', 'unused-bridge']);

/** Leaving out what is twice there, has no effect, or cannot be. */
export const remove: Remedy = {
  rules: [
    'bad-expectation',
    'bad-route',
    'bad-rule',
    'bridge-loop',
    'duplicate-address',
    'duplicate-neighbour',
    'duplicate-route',
    'duplicate-rule',
    'empty-table',
    'idle-forward',
    'not-plugged',
    'not-the-labs',
    'nothing-to-expect',
    'own-next-hop',
    'source-not-local',
    'syntax',
    'two-defaults',
    'unmatched-nat',
    'unmatched-route',
    'unmet-expectation',
    'unused-bridge',
  ],
  one: true,
  *offers({ rule, span }, bench) {
    const value = valueAt(bench.tree, span);
    if (value && value.all.length > 1)
      yield { title: `remove \`${value.name.text}\``, edits: [removeValue(bench.text, value)] };
    // what it belongs to, too, but no whole namespace
    for (const statement of statementsAt(bench.tree, span.start).toReversed().slice(0, 2)) {
      if (statement.word.scope || statement.word.loop) return;
      if (isDevice(statement) && statement.keyword.start !== span.start && !blamed.has(rule)) return;
      const shown = shorten(bench.slice(statement.span).replace(/\s+/g, ' '), 40);
      yield { title: `remove \`${shown}\``, edits: [removeStatement(bench.text, statement.span)] };
    }
  },
};

function isDevice({ word }: Statement): boolean {
  return ['bridge', 'veth', 'uplink', 'lo'].includes(word.keyword);
}
