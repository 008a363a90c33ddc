import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { selection } from '../../src/service/selection.ts';
import { fixtureLab } from '../lab.helper.ts';
import { cursor as at, type cursor, cursorIn } from './cursor.helper.ts';

const test = suite('selection');

function selected({ analysis, offset }: ReturnType<typeof cursor>): readonly string[] {
  return selection(analysis, offset).map((span) => analysis.source.slice(span));
}

test('from an address to the file', () => {
  const text = 'ns a <\n  bridge b\n  veth e ip 10.0.0.1/24, fd00::1/64 mtu 1400\n>';
  assert.equal(selected(cursorIn(text, 'fd0‸0')), [
    'fd00::1/64',
    '10.0.0.1/24, fd00::1/64',
    'ip 10.0.0.1/24, fd00::1/64',
    'veth e ip 10.0.0.1/24, fd00::1/64 mtu 1400',
    'bridge b\n  veth e ip 10.0.0.1/24, fd00::1/64 mtu 1400',
    '<\n  bridge b\n  veth e ip 10.0.0.1/24, fd00::1/64 mtu 1400\n>',
    text,
  ]);
});

test('from a part of a reference', () => {
  const { text } = fixtureLab('two-machines');
  assert.equal(selected(cursorIn(text, 'right/n‸s1')).slice(0, 4), [
    'ns1',
    'right/ns1',
    'reaches right/ns1',
    'expect left/ns1 reaches right/ns1 via left, right',
  ]);
});

for (const [lab, marked, first] of [
  ['point-to-point', '-> ns2:veth‸-ns2', ['veth-ns2', 'ns2:veth-ns2', '-> ns2:veth-ns2']],
  ['bridge', 'bridge virtual‸-bridge', ['virtual-bridge', 'bridge virtual-bridge']],
  ['router', 'for‸ward', ['forward']],
  ['root-router', 'ip 192.168.1.‸1/24', ['192.168.1.1/24', 'ip 192.168.1.1/24']],
  ['gateway', '# option‸al', ['# optional: masquerade what leaves']],
] as const) {
  test(`${lab}: ${marked}`, () =>
    assert.equal(selected(cursorIn(fixtureLab(lab).text, marked)).slice(0, first.length), first));
}

test('a variable, the word around it, the statement', () => {
  assert.equal(selected(at('for i in 1..2 < ns n{‸i} >')), [
    'i',
    'n{i}',
    'ns n{i}',
    '< ns n{i} >',
    'for i in 1..2 < ns n{i} >',
  ]);
});

test('a keyword, and a run of comments', () => {
  assert.equal(selected(at('n‸s a\nns b')), ['ns', 'ns a', 'ns a\nns b']);
  assert.equal(selected(at('# a\n# ‸b\nns b')), ['# b', '# a\n# b', '# a\n# b\nns b']);
});

test('between statements, and in nothing', () => {
  assert.equal(selected(at('ns a\n\n‸\nns b')), ['ns a\n\n\nns b']);
  assert.equal(selected(at('‸')), []);
});

test.run();
