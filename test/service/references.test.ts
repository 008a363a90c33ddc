import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { highlights } from '../../src/service/highlights.ts';
import { references } from '../../src/service/references.ts';
import { fixtureLab } from '../lab.helper.ts';
import { cursor, cursorIn, placesOf } from './cursor.helper.ts';

const test = suite('references');

function all({ analysis, offset }: ReturnType<typeof cursor>): readonly string[] {
  return placesOf(analysis, references(analysis, offset, { declaration: true }));
}

for (const [lab, at, places] of [
  ['point-to-point', 'veth veth‸-ns1', ['1:15 veth-ns1', '2:31 veth-ns1']],
  ['point-to-point', 'expect n‸s1', ['1:4 ns1', '2:27 ns1', '3:8 ns1']],
  ['bridge', 'bridge virtual-bridge‸', ['1:8', '2:27', '3:27', '4:27'].map((one) => `${one} virtual-bridge`)],
  ['router', 'via ns-rou‸ter', ['1:27', '2:27', '3:4', '8:28'].map((one) => `${one} ns-router`)],
  ['router', 'ns-router:‸veth-ns1-router', ['1:37 veth-ns1-router', '5:8 veth-ns1-router']],
  ['root-router', 'veth ‸veth-ns1-router', ['2:6 veth-ns1-router', '4:27 veth-ns1-router']],
  ['gateway', 'uplink ‸enp0s3', ['1:8 enp0s3', '6:23 enp0s3']],
  ['gateway', 'ns ns2 < veth ‸eth0', ['5:15 eth0']],
  ['two-machines', 'host l‸eft', ['1:6 left', '17:8 left', '17:39 left']],
  ['two-machines', 'bridge br‸0 < ip 192.168.1.1', ['4:10 br0', '5:25 br0', '6:25 br0']],
] as const) {
  test(`${lab}: ${at}`, () => assert.equal(all(cursorIn(fixtureLab(lab).text, at)), places));
}

test('without the declaration', () => {
  const { analysis, offset } = cursorIn(fixtureLab('two-machines').text, 'left/ns‸1');
  assert.equal(placesOf(analysis, references(analysis, offset, { declaration: false })), ['17:13 ns1']);
});

test('highlights tell the declaration from the rest', () => {
  const { analysis, offset } = cursor('ns a < veth e -> b:x >\nns b < veth x; route 10.0.0.0/8 dev ‸x >');
  const found = highlights(analysis, offset);
  assert.equal(
    placesOf(
      analysis,
      found.map(({ span }) => span),
    ),
    ['1:20 x', '2:13 x', '2:37 x'],
  );
  assert.equal(
    found.map(({ isDeclaration }) => isDeclaration),
    [false, true, false],
  );
});

test('routes, rules, neighbours, nat and expectations', () => {
  const text = `ns n <
  bridge b; veth ‸e ip 10.0.0.1/24 master b
  route 10.2.0.0/24 nexthop via .2 dev n:e nexthop dev b
  gw 10.0.0.9 dev e
  neigh .7 lladdr 02:00:00:00:00:01 dev e
  rule iif e oif e lookup 7
  nat 10.0.0.0/24 -> e
>
expect n reaches n:e`;
  const places = ['2:18', '3:42', '4:19', '5:41', '6:12', '6:18', '7:22', '9:20'];
  assert.equal(
    all(cursor(text)),
    places.map((place) => `${place} e`),
  );
});

test('a place of several copies has the references of all, another those of its own', () => {
  const text = 'ns c{1,2} < veth e >\nns d < veth x -> c1:e; veth y -> c2:e >';
  assert.equal(all(cursorIn(text, 'veth ‸e')), ['1:18 e', '2:21 e', '2:37 e']);
  assert.equal(all(cursorIn(text, 'c1:‸e')), ['1:18 e', '2:21 e']);
});

test('a variable', () => {
  assert.equal(
    all(cursor('for i in 1..2 < for j in {i}..2 < ns n{‸i}{(i+j)*2} > >\nfor i in 1..2 < ns m{i} >')),
    ['1:5 i', '1:27 i', '1:40 i', '1:44 i'],
  );
});

test.run();
