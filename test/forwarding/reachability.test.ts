// All pairs of a lab, asked by kind, against every pair asked by itself.
import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ask } from '../../src/forwarding/ask.ts';
import { Fib } from '../../src/forwarding/fib.ts';
import { Network } from '../../src/forwarding/network.ts';
import { Reachability } from '../../src/forwarding/reachability.ts';
import { countedAddresses } from '../../src/model/expectations.ts';
import { type Host, type Lab, nodeName, nodesOf } from '../../src/model/lab.ts';
import { type Dice, thrown } from '../kernel/prove/dice.ts';
import { labAt } from '../kernel/prove/generate.ts';
import { fixtureLabs, forwardingFixtures, labOf } from '../lab.helper.ts';
import { asInet6, shapes } from './shapes.helper.ts';

const test = suite('reachability');
const randomLabs = 150;
const randomShapes = 25;

/** Pairs of which the two say different things. */
function differences(lab: Lab, senders = Number.POSITIVE_INFINITY): readonly string[] {
  const network = new Network(lab);
  const reachability = new Reachability(network);
  const nodes = reachability.groups.flat();
  return nodes.slice(0, senders).flatMap((from) =>
    nodes.flatMap((to) => {
      if (from === to) return [];
      const target = { text: nodeName(to), node: to, addresses: countedAddresses(to) };
      const asked = ask(network, from, target);
      const alone = asked.echoes.length === 0 ? null : asked.reaches;
      const together = reachability.reaches(from, to);
      return alone === together ? [] : [`${nodeName(from)} to ${nodeName(to)}: ${together}, but ${alone}`];
    }),
  );
}

for (const { name, text } of [...fixtureLabs(), ...forwardingFixtures()].filter(
  (lab) => lab.name !== 'fat-tree',
))
  test(`${name}: each pair as it is asked alone`, () => {
    assert.equal(differences(labOf(text)), []);
  });

test(`${randomLabs} random labs: each pair as it is asked alone`, () => {
  for (let index = 0; index < randomLabs; index++) {
    const text = labAt(20, index);
    assert.equal(differences(labOf(text)), [], text);
  }
});

/** Labs in which each shape is small enough to be walked through pair by pair, and a chain longer than a TTL. */
const small: readonly (readonly [string, number])[] = [
  ['star', 6],
  ['tree', 50],
  ['chain', 9],
  ['ring', 9],
  ['grid', 16],
  ['fat tree', 36],
];

type Change = (text: string, dice: Dice) => string;

/** One of the places that match, changed. */
function changed(text: string, what: RegExp, dice: Dice, by: (found: string) => string): string {
  const one = dice.maybe([...text.matchAll(what)]);
  if (!one) return text;
  return `${text.slice(0, one.index)}${by(one[0])}${text.slice(one.index + one[0].length)}`;
}

const route = /route [\w:./]+ via [\w:.]+/g;
const someAddress = (text: string, dice: Dice): string =>
  dice.maybe([...text.matchAll(/ip ([\w:.]+)\//g)])?.[1] ?? '';
const familyLength = (text: string): number => (text.includes(':') ? 128 : 32);

/** What goes wrong, and what makes a node look at more than the destination. */
const changes: readonly [Change, ...Change[]] = [
  (text, dice) => changed(text, route, dice, () => ''),
  (text, dice) => changed(text, route, dice, (one) => one.replace(/^route (\S+) .*/, 'route blackhole $1')),
  (text, dice) => changed(text, route, dice, (one) => one.replace(/\S+$/, someAddress(text, dice))),
  (text, dice) =>
    changed(text, route, dice, (one) =>
      one.replace(/via (\S+)$/, `nexthop via $1 nexthop via ${someAddress(text, dice)}`),
    ),
  (text, dice) =>
    changed(text, route, dice, (one) => {
      const other = someAddress(text, dice);
      return `${one}; route ${other}/${familyLength(other)} via ${one.replace(/.* /, '')}`;
    }),
  (text, dice) => changed(text, /gw \S+/g, dice, () => `gw ${someAddress(text, dice)}`),
  (text, dice) => changed(text, /forward;/g, dice, () => ''),
  (text, dice) =>
    changed(
      text,
      /forward;/g,
      dice,
      () => `forward; nat ${text.includes(':') ? 'fd10::/16' : '10.0.0.0/8'};`,
    ),
  (text, dice) => {
    const to = someAddress(text, dice);
    return changed(
      text,
      /forward;/g,
      dice,
      () => `forward; rule ${dice.pick(['to', 'from'])} ${to}/${familyLength(to)} prohibit;`,
    );
  },
  (text, dice) => changed(text, /ip [\w:.]+\//g, dice, () => `ip ${someAddress(text, dice)}/`),
  (text, dice) =>
    changed(text, /ip [\w:.]+\/\d+/g, dice, (one) => one.replace(/\d+$/, text.includes(':') ? '64' : '20')),
  (text, dice) => changed(text, /ip [\w:.]+\/\d+/g, dice, (one) => `mtu ${dice.pick([1200, 1400])} ${one}`),
  (text, dice) =>
    changed(
      text,
      /ip [\w:.]+\/\d+/g,
      dice,
      (one) => `${one}, ${someAddress(text, dice).replace(/\w+$/, '77')}/${familyLength(text)}`,
    ),
  (text, dice) =>
    `uplink up0 ip 192.0.2.9/24\nforward\n${text.replace('bridge br0\n', `bridge br0 ip ${someAddress(text, dice).replace(/\w+$/, '99')}/${familyLength(text) / 2}\n`)}`,
];

const changedShapes = thrown((dice) => {
  const [name, count] = dice.maybe(small) as (typeof small)[number];
  let text = (shapes[name]?.(count) ?? []).join('\n');
  if (dice.chance(40)) text = asInet6(text);
  for (let many = dice.int(0, 4); many > 0; many--) text = dice.pick(changes)(text, dice);
  return text;
});

test(`${randomShapes} labs with more of one shape, some of them with mistakes: each pair as it is asked alone`, () => {
  for (const text of fc.sample(changedShapes, { seed: 7, numRuns: randomShapes })) {
    assert.equal(differences(labOf(text)), [], text);
  }
});

test('a chain and a ring longer than a TTL: each pair as it is asked alone', () => {
  for (const text of [shapes.chain, shapes.ring].map((shape) => shape?.(75).join('\n') ?? ''))
    for (const one of [text, asInet6(text)]) assert.equal(differences(labOf(one), 3), []);
});

/** What all pairs of a lab take: look-ups of nodes, and pairs that are walked. */
function workOf(lab: Lab): { lookUps: number; walks: number; pairs: number } {
  const work = { lookUps: 0, walks: 0, pairs: 0 };
  const { route } = Fib.prototype;
  const { ask: walk } = Reachability.prototype;
  Fib.prototype.route = function (...args) {
    work.lookUps += 1;
    return route.apply(this, args);
  };
  Reachability.prototype.ask = function (...args) {
    work.walks += 1;
    return walk.apply(this, args);
  };
  try {
    const reachability = new Reachability(new Network(lab));
    const nodes = reachability.groups.flat();
    for (const from of nodes) for (const to of nodes) if (reachability.reaches(from, to)) work.pairs += 1;
  } finally {
    Fib.prototype.route = route;
    Reachability.prototype.ask = walk;
  }
  return work;
}

for (const [name, shape] of Object.entries(shapes))
  for (const as of [(text: string) => text, asInet6])
    test(`${name} of 100${as === asInet6 ? ' in IPv6' : ''}: look-ups by prefix, no walk`, () => {
      const lab = labOf(as(shape(100).join('\n')));
      const nodes = nodesOf(lab.hosts[0] as Host);
      const prefixes = nodes.flatMap(({ devices, routes }) => [
        ...devices.flatMap((one) => one.addresses),
        ...routes,
      ]);
      const { lookUps, walks, pairs } = workOf(lab);
      // before and behind each prefix, its own and its broadcast address, and who answers for the next hop
      assert.ok(
        lookUps <= 6 * prefixes.length + nodes.length,
        `${lookUps} look-ups for ${prefixes.length} prefixes`,
      );
      assert.is(walks, 0);
      assert.ok(pairs > 3000, `${pairs} pairs reach each other`);
    });

/** Routers in a row; each knows the ends on both sides. */
function chain(count: number): string {
  return Array.from({ length: count }, (_, i) => {
    const left =
      i === 0 ? '' : `veth l ip 10.0.${i - 1}.2/24; ${i > 1 ? `route 10.0.0.0/24 via 10.0.${i - 1}.1;` : ''}`;
    const right =
      i === count - 1
        ? ''
        : `veth r -> n${i + 1}:l ip 10.0.${i}.1/24; ${i < count - 2 ? `gw 10.0.${i}.2` : ''}`;
    return `ns n${i} < forward; ${left} ${right} >`;
  }).join('\n');
}

test('a TTL of 64 crosses 64 links, not 65', () => {
  const network = new Network(labOf(chain(70)));
  const nodes = network.lab.hosts[0]?.namespaces ?? [];
  const to = (index: number) => {
    const node = nodes[index];
    const address = node?.devices.find(({ name }) => name === 'l')?.addresses[0]?.address;
    if (!node || !address || !nodes[0]) throw new Error(`no node ${index}`);
    return ask(network, nodes[0], { text: address.text, node: undefined, addresses: [address] }).echoes[0]
      ?.echo;
  };
  assert.is(to(64)?.answered, true);
  assert.is(to(65)?.answered, false);
  assert.is(to(65)?.why, 'loop');
  assert.equal(differences(network.lab, 3), []);
});

const lan = (more: string, b = ''): string =>
  `bridge br0\nns a < veth e -> br0 ip 10.0.0.1/24 >\nns b < veth e -> br0 ip 10.0.0.2/24 ${b} >\nns c < veth e -> br0 ip 10.0.0.3/24 >\n${more}`;
const alike = (text: string): readonly string[] =>
  new Reachability(new Network(labOf(text))).groups.map((group) => group.map(nodeName).join(' '));

test('what is alike is asked once', () => {
  assert.equal(alike(lan('')), ['a b c']);
});

test('what anything tells apart is not alike', () => {
  const router = (words: string): string => `ns r < forward; veth e -> br0 ip 10.0.0.9/24; ${words} >`;
  for (const text of [
    lan(router('route blackhole 10.0.0.2')),
    lan(router('rule to 10.0.0.2 prohibit')),
    lan(router('nat 10.0.0.2/32 -> e')),
    lan(router('neigh 10.0.0.2 lladdr 02:00:00:00:00:01 dev e')),
    lan('', 'ip 10.0.7.2/24'),
    lan('', 'mtu 1400'),
    lan('', 'gw .1'),
  ]) {
    const group = alike(text).find((one) => one.split(' ').includes('b'));
    assert.is(group, 'b', text);
  }
});

test.run();
