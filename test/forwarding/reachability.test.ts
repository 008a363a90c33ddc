// All pairs of a lab, asked by kind, against every pair asked by itself.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ask } from '../../src/forwarding/ask.ts';
import { Network } from '../../src/forwarding/network.ts';
import { Reachability } from '../../src/forwarding/reachability.ts';
import { countedAddresses } from '../../src/model/expectations.ts';
import { type Lab, nodeName } from '../../src/model/lab.ts';
import { labAt } from '../kernel/prove/prove.ts';
import { fixtureLabs, forwardingFixtures, labOf } from '../lab.helper.ts';

const test = suite('reachability');
const randomLabs = 150;

/** Pairs of which the two say different things. */
function differences(lab: Lab): readonly string[] {
  const network = new Network(lab);
  const reachability = new Reachability(network);
  const nodes = reachability.groups.flat();
  return nodes.flatMap((from) =>
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
  assert.equal(differences(network.lab), []);
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
