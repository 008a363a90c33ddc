import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import type { Statement } from '../../syntax/tree.ts';
import { shorten } from '../../util/shorten.ts';
import { removeStatement, removeValue } from '../writing/remove.ts';
import { statementsAt, valueAt } from '../writing/statement-at.ts';
import type { Bench } from './bench.ts';
import type { Offer, Remedy } from './remedy.ts';

/** Of these a device itself is what is too much. */
const blamed = new Set(['bridge-loop', 'unused-bridge']);

/** Leaving out what is twice there, has no effect, or cannot be. */
export const remove: Remedy = {
  rules: [
    'bad-expectation',
    'bad-next-hop',
    'bad-number',
    'bad-route',
    'bad-rule',
    'bridge-loop',
    'contradicting-expectations',
    'duplicate-address',
    'duplicate-mac',
    'duplicate-neighbour',
    'duplicate-route',
    'duplicate-rule',
    'empty-table',
    'idle-forward',
    'not-plugged',
    'not-the-labs',
    'nothing-to-expect',
    'mixed-families',
    'next-hop-not-on-link',
    'not-a-bridge',
    'own-next-hop',
    'source-not-local',
    'two-defaults',
    'unmatched-nat',
    'unmatched-route',
    'unmet-expectation',
    'unused-bridge',
  ],
  one: true,
  cautious: true,
  offers: out,
};

/** As that, of the first of two that cannot both be. */
export const removeOther: Remedy = {
  rules: ['contradicting-expectations', 'duplicate-mac'],
  cautious: true,
  *offers({ rule, related = [] }, bench) {
    for (const { span } of related)
      for (const { title, edits } of out({ rule, span }, bench)) {
        yield { title: `${title} in line ${bench.lineOf(span)}`, edits };
        break;
      }
  },
};

/** As that, of what cannot be read, where nothing is known that could be meant. */
export const removeUnread: Remedy = { rules: ['syntax'], one: true, last: true, offers: out };

function* out({ rule, span }: Pick<Diagnostic, 'rule' | 'span'>, bench: Bench): Generator<Offer> {
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
}

function isDevice({ word }: Statement): boolean {
  return ['bridge', 'veth', 'uplink', 'lo'].includes(word.keyword);
}
