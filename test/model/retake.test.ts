// Where little of a sound lab changes, its model and its network become those of the next version: what that is and says is
// what the text alone gives.

import process from 'node:process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Analysis, analyze, analyzing } from '../../src/compile.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { edited, random, said } from '../edits.helper.ts';
import { shapes } from '../forwarding/shapes.helper.ts';
import { labAt } from '../kernel/prove/generate.ts';
import { fixtureLabs, forwardingFixtures } from '../lab.helper.ts';

const test = suite('the model of the version before');

const read = (text: string, replaced?: Analysis): Analysis =>
  analyze(new SourceText('lab.net', text), { replaced });

/** Whether an analysis has gone on with the lab of another. */
const goesOn = (again: Analysis, host: Analysis['lab']['hosts'][number] | undefined): boolean =>
  again.lab.hosts[0] === host;

function same(again: Analysis, text: string, was: string): void {
  const place = `${JSON.stringify(was)}\n${JSON.stringify(text)}`;
  const whole = read(text);
  assert.equal(again.diagnostics, whole.diagnostics, place);
  assert.ok(said(again) === said(whole), place);
}

const inside = [
  'gw 10.0.0.9',
  'route 10.77.0.0/16 via 10.1.0.1',
  'route default dev eth0 metric 7',
  'route blackhole 10.66.0.0/16',
  'neigh 10.1.0.1 lladdr 02:00:00:00:00:07 dev eth0',
  'rule from 10.1.0.0/16 lookup main',
  'forward',
  'forward inet6',
  'nat 10.1.0.0/16 -> eth0',
  '# a comment',
  '',
];

/** What is most often changed while a lab is sound: numbers, lines inside of blocks, expectations, comments. */
function tuned(text: string, dice: (below: number) => number): string {
  const lines = text.split('\n');
  const at = dice(lines.length);
  const line = lines[at] ?? '';
  const digits = [...line.matchAll(/\d/g)];
  const { index = 0 } = digits[dice(digits.length)] ?? {};
  switch (dice(8)) {
    case 0:
      return lines.toSpliced(at, 1).join('\n');
    case 1:
      return lines.toSpliced(at, 0, `  ${inside[dice(inside.length)]}`).join('\n');
    case 2:
      return lines.toSpliced(at, 0, ['expect all reach all', '# so it is', '  '][dice(3)] ?? '').join('\n');
    case 3:
      return lines.toSpliced(at, 1, `${line}  # why`).join('\n');
    case 4:
      return lines
        .toSpliced(at, 1, line.replace(/( ip \S+)/, `$1, 10.0.${dice(4)}.${1 + dice(9)}/24`))
        .join('\n');
    case 5:
      return lines.toSpliced(at, 1, line.slice(0, index) + String(dice(10)) + line.slice(index)).join('\n');
    default:
      return lines
        .toSpliced(at, 1, line.slice(0, index) + String(dice(10)) + line.slice(index + 1))
        .join('\n');
  }
}

function labs(): readonly string[] {
  return [
    ...Object.values(shapes).map((draw) => draw(12).join('\n')),
    ...fixtureLabs().map(({ text }) => text),
    ...forwardingFixtures().map(({ text }) => text),
    ...Array.from({ length: 40 }, (_, index) => labAt(11, index)),
  ].filter((text) => text.length < 4000 && !/^for /m.test(text));
}

test('small changes of sound labs, one after the other', () => {
  const edits = Number(process.env.NETGEN_EDITS ?? 6);
  const seed = Number(process.env.NETGEN_SEED ?? 1);
  const count = { edits: 0, on: 0, found: 0 };
  for (const [index, first] of labs().entries()) {
    if (index % 4 !== seed % 4) continue;
    const dice = random(index * 1000 + seed);
    let text = first;
    let before = read(text);
    for (let edit = 0; edit < edits; edit++) {
      const was = text;
      text = dice(20) === 0 ? edited(text, dice) : tuned(text, dice);
      const [host] = before.lab.hosts;
      before = read(text, before);
      count.edits++;
      count.on += goesOn(before, host) ? 1 : 0;
      count.found += before.diagnostics.length;
      same(before, text, was);
      // what is broken has all built anew
      if (before.broken.length > 0 && dice(3) > 0) {
        text = first;
        before = read(text);
      }
    }
  }
  console.log(`# FIGURES small changes ${count.edits}, gone on ${count.on}, findings ${count.found}`);
  assert.ok(count.on > count.edits / 4, `${count.on} of ${count.edits}`);
  assert.ok(count.found > count.edits / 2);
});

test('what goes on, and what is built anew', () => {
  const text = `bridge br0 ip 10.0.0.1/24
ns a < veth eth0 -> br0 ip 10.0.0.2/24 gw .1 >
ns b < veth eth0 -> a:eth1 ip 10.1.0.2/24 >
ns c < veth eth0 -> br0 ip 10.0.0.3/24, fd00::3/64 gw .1 >
expect a reaches c
`;
  for (const [was, is, does] of [
    ['10.0.0.3/24', '10.0.0.4/24', true],
    ['10.0.0.3/24', '10.0.0.2/24', true],
    ['fd00::3/64', 'fd00::17/48', true],
    ['gw .1 >\nexpect', '>\nexpect', true],
    ['ns c', '# more\nns c', true],
    ['a reaches c', 'c reaches a', true],
    ['expect a reaches c', '', true],
    ['10.0.0.3/24', '10.0.0.3/33', false],
    ['10.0.0.3/24', '10.0.0.3/24 mtu 1400', false],
    ['ns c', 'ns d', false],
    ['eth0 -> br0 ip 10.0.0.3', 'eth9 -> br0 ip 10.0.0.3', false],
    ['veth eth0 -> a:eth1', 'veth eth0 -> a:eth2', false],
    ['ns b <', 'ns b < forward', true],
    ['ns b <', 'ns b < for i in 7..8 < route 10.{i}.0.0/16 via 10.1.0.1 >', false],
    ['expect a', 'expect {a,c}', false],
    ['ns a <', 'ns a < forward', false],
    ['bridge br0 ip 10.0.0.1/24', 'bridge br0 ip 10.0.0.1/25', false],
  ] as const) {
    const changed = text.replace(was, is);
    assert.is.not(changed, text);
    const before = read(text);
    const [host] = before.lab.hosts;
    const again = read(changed, before);
    assert.is(goesOn(again, host), does, is);
    same(again, changed, text);
  }
});

test('a whole prefix at a loopback device answers for all of it', () => {
  const text = `bridge br0
ns a < lo ip 10.9.0.1/32 veth eth0 -> br0 ip 10.0.0.2/24 >
ns c < veth eth0 -> br0 ip 10.9.0.9/24, 10.0.0.3/24 gw 10.9.0.5 >
`;
  const changed = text.replace('/32', '/24');
  const before = read(text);
  const unheld = ({ diagnostics }: Analysis): boolean =>
    diagnostics.some(({ rule }) => rule === 'unheld-next-hop');
  assert.ok(unheld(before));
  const again = read(changed, before);
  same(again, changed, text);
  assert.not(unheld(again));
});

test('who asks what another text would give leaves an analysis as it is', () => {
  const text =
    'bridge br0\nns a < veth eth0 -> br0 ip 10.0.0.2/24 >\nns b < veth eth0 -> br0 ip 10.0.0.3/24 >\n';
  const before = read(text);
  const known = said(before);
  const source = new SourceText('lab.net', text.replace('.2/24', '.222/24'));
  assert.is(said(analyze(source, { before })), said(analyze(source)));
  assert.is(said(before), known);
});

test('an analysis that was given up leaves one from which nothing can go on', () => {
  const text =
    'bridge br0 ip 10.0.0.1/24\nns a < veth eth0 -> br0 ip 10.0.0.2/24 gw .1 >\nns b < veth eth0 -> br0 ip 10.0.0.3/24 >\n';
  const before = read(text);
  const steps = analyzing(new SourceText('lab.net', text.replace('.2/24', '.22/24')), {
    replaced: before,
  });
  steps.next();
  const changed = text.replace('.3/24', '.33/24');
  same(read(changed, before), changed, text);
});

test.run();
