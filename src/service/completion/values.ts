import type { Value } from '../../../grammar/words/word.ts';
import type { Analysis } from '../../compile.ts';
import { type Lab, nodesOf } from '../../model/lab.ts';
import { tableName } from '../../model/routing-place.ts';
import type { Statement } from '../../syntax/tree.ts';
import { type Standing, standingOf } from '../standing.ts';
import { freeAddresses, nextHops, otherPrefixes, ownAddresses, ownPrefixes, targets } from './addresses.ts';
import type { Context } from './context.ts';
import { cableEnds, devicesOf, expectedNames, nodes, targetDevices } from './names.ts';
import type { Offer } from './offer.ts';

/** What may stand in a slot of the innermost statement. */
export function* valueOffers({ lab }: Analysis, { path, span }: Context, slot: Value): Generator<Offer> {
  for (const text of slot.choices ?? []) yield { kind: 'value', text, detail: slot.what };
  const statement = path.at(-1);
  if (slot.choices || !statement) return;
  const offers = bySlot[`${statement.word.keyword} ${slot.slot}`] ?? expected;
  yield* offers({ lab, statement, standing: standingOf(lab, path), place: span.start });
}

interface Asked {
  readonly lab: Lab;
  readonly statement: Statement;
  readonly standing: Standing;
  readonly place: number;
}

type Offers = (asked: Asked) => Iterable<Offer>;

const expected: Offers = ({ statement, standing }) => expectedNames(statement.word.keyword, standing);
const devices: Offers = ({ standing }) => devicesOf(standing, () => true);
const all: Offer = { kind: 'value', text: 'all', detail: 'every namespace that has an address' };
const hops: Offers = ({ lab, standing, place }) => nextHops(lab, standing, place);

const target: Offers = function* ({ lab, standing: { host } }) {
  yield* nodes(lab, host);
  yield all;
  yield* targetDevices(lab, host);
  yield* targets(lab);
};

const selector: Offers = function* ({ lab, standing, place }) {
  yield* ownAddresses(standing, place);
  yield* ownPrefixes(lab, standing);
  yield { kind: 'prefix', text: 'all', detail: 'every packet' };
};

const tables: Offers = function* ({ lab }) {
  const used = new Set<number>();
  for (const { routes, rules } of lab.hosts.flatMap(nodesOf))
    for (const { table } of [...routes, ...rules]) used.add(table);
  for (const table of used) yield { kind: 'value', text: tableName(table), detail: 'a table of the lab' };
  yield { kind: 'value', text: 'main', detail: 'the table of routes that say none' };
};

const bySlot: Readonly<Record<string, Offers>> = {
  '-> end': ({ standing }) => cableEnds(standing),
  '-> device': devices,
  'ip address': ({ lab, standing }) => freeAddresses(lab, standing),
  'master bridge': ({ standing }) => devicesOf(standing, ({ kind }) => kind === 'bridge'),
  'dev device': devices,
  'iif device': devices,
  'oif device': devices,
  'route prefix': ({ lab, standing }) => otherPrefixes(lab, standing),
  'nat prefix': ({ lab, standing }) => ownPrefixes(lab, standing),
  'gw address': hops,
  'via address': hops,
  'neigh address': hops,
  'src address': ({ standing, place }) => ownAddresses(standing, place),
  'from prefix': selector,
  'to prefix': selector,
  'table table': tables,
  'lookup table': tables,
  'lab name': ({ lab }) => [{ kind: 'value', text: lab.name, detail: 'the name of the file' }],
  'expect from': function* ({ lab, standing: { host } }) {
    yield* nodes(lab, host);
    yield all;
  },
  'reaches target': target,
  'reach target': target,
  'cannot target': target,
  'via nodes': ({ lab, standing: { host } }) => nodes(lab, host, true),
};
