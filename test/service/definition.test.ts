import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { definition } from '../../src/service/definition.ts';
import { fixtureLab } from '../lab.helper.ts';
import { cursor, cursorIn, placesOf } from './cursor.helper.ts';

const test = suite('definition');

function defined({ analysis, offset }: ReturnType<typeof cursor>): readonly string[] {
  return placesOf(analysis, definition(analysis, offset));
}

// the article's topologies: what stands at the cursor, and where it is declared
for (const [lab, at, places] of [
  ['point-to-point', '-> n‸s2:', ['2:4 ns2']],
  ['point-to-point', '-> ns2‸:', ['2:4 ns2']],
  ['point-to-point', '-> ns2:‸veth-ns2', ['2:15 veth-ns2']],
  ['point-to-point', '-> ns1:veth-ns1‸', ['1:15 veth-ns1']],
  ['point-to-point', 'expect ns1 reaches ‸ns2', ['2:4 ns2']],
  ['bridge', '-> virtual‸-bridge ip 192.168.1.3', ['1:8 virtual-bridge']],
  ['router', '-> ns-router:veth-ns2‸-router', ['6:8 veth-ns2-router']],
  ['router', 'via ns-‸router', ['3:4 ns-router']],
  ['root-router', '-> ‸veth-ns2-router', ['3:6 veth-ns2-router']],
  ['root-router', 'via ro‸ot', []],
  ['gateway', '-> enp‸0s3 ', ['1:8 enp0s3']],
  ['gateway', 'ns ns2 < veth eth0 -> b‸r0', ['3:8 br0']],
  ['two-machines', 'expect le‸ft/ns1', ['1:6 left']],
  ['two-machines', 'expect left/ns1 reaches right/n‸s1', ['13:6 ns1']],
  ['two-machines', 'via left, rig‸ht', ['9:6 right']],
] as const) {
  test(`${lab}: ${at}`, () => assert.equal(defined(cursorIn(fixtureLab(lab).text, at)), places));
}

test('a declaration is its own', () => {
  assert.equal(defined(cursor('ns n‸s1')), ['1:4 ns1']);
});

test('words that name nothing', () => {
  for (const text of ['‸ns ns1', 'ns ns1 ‸ <>', 'expect a‸ll reach all', 'ns a < lo ip 10.0.0.‸1/32 >', '‸'])
    assert.equal(defined(cursor(text)), []);
});

test('an end that only its peer names, a port, and a statement of lo', () => {
  assert.equal(defined(cursor('ns a\nns b < veth e -> a:x >\nexpect b reaches a:‸x')), ['2:20 x']);
  assert.equal(defined(cursor('bridge b\nns a < veth e -> b port p >\nroute 10.0.0.0/8 dev ‸p')), ['2:25 p']);
  assert.equal(defined(cursor('ns a < lo ip 10.0.0.1/32 >\nexpect a reaches a:‸lo')), ['1:8 lo']);
});

test('a variable, also inside a word that a loop makes, and the innermost of two loops', () => {
  assert.equal(defined(cursor('for i in 1..2 < for j in {i}..3 < ns a{i}-{‸j} > >')), ['1:21 j']);
  assert.equal(defined(cursor('for i in 1..2 < for j in {‸i}..3 < ns a{i}-{j} > >')), ['1:5 i']);
  assert.equal(defined(cursor('for i in 1..2 < ns a{i} >\nexpect a‸2 reaches a1')), ['1:20 a{i}']);
});

test('a name that a range makes may be declared in several places', () => {
  assert.equal(defined(cursor('ns a\nns b\nexpect ‸{a,b} reaches 10.0.0.1')), ['1:4 a', '2:4 b']);
});

test.run();
