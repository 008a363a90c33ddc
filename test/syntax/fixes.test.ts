// What `--fix` may write where text cannot be read: only what netgen reads as if it stood there.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { analyze } from '../../src/compile.ts';
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts';
import { fixSource } from '../../src/diagnostic/fix-source.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { mistakes } from '../mistakes.helper.ts';

const test = suite('fixes of syntax');

function mended(text: string): string {
  const source = new SourceText('lab.net', text);
  return fixSource(
    source,
    (one) => analyze(one).diagnostics,
    ({ rule }) => rule === 'syntax',
  ).source.text;
}

const right = 'ns a < veth eth0 -> b:eth0 ip 10.0.0.1/24 gw .2 >\nns b < veth eth0 ip 10.0.0.2/24 >\n';

test('signs, separators and blanks of other languages, everywhere in a file', () => {
  for (const wrong of [
    right.replaceAll('<', '{').replaceAll(/(?<!-)>/g, '}'),
    right.replaceAll('->', '=>'),
    right.replaceAll('->', '→'),
    right.replaceAll('ip ', 'ip='),
    right.replaceAll('ip ', 'ip = '),
    right.replaceAll('ip ', 'ip: '),
    right.replaceAll('ip ', 'ip address '),
    right.replaceAll('/24', '/ 24'),
    right.replaceAll('/24', ' netmask 255.255.255.0'),
    right.replaceAll('10.0.0.1', '10,0,0,1'),
    right.replaceAll('gw .2', 'gw.2'),
    right.replaceAll('b:eth0', 'b : eth0'),
    right.replaceAll('10.0.0.1/24', '"10.0.0.1/24"'),
    right.replaceAll(' gw', ', gw'),
    right.replaceAll('veth eth0 -> b:eth0', 'b:eth0 -> veth eth0'),
  ])
    assert.is(mended(wrong), right, wrong);
  assert.is(mended(`${right}// two of them\n// and no more\n`), `${right}# two of them\n# and no more\n`);
  assert.is(mended('bridge b{ 1, 2 }\n'), 'bridge b{1,2}\n');
});

test('a guess is left to people, and so is what may be half a word', () => {
  for (const text of [
    right.replace('gw', 'gateway'),
    right.replace('veth', 'vteh'),
    'bridge br0\nns n{',
    'ns a < veth eth0 - >\n',
    '<<<<<<< HEAD\nbridge br0\n',
  ])
    assert.is(mended(text), text);
});

test('no broken text gets more broken', () => {
  let changed = 0;
  for (const { file, name, text } of mistakes()) {
    const counts: number[] = [];
    const find = (source: SourceText): readonly Diagnostic[] => {
      const { broken, diagnostics } = analyze(source);
      counts.push(broken.length);
      return diagnostics;
    };
    const { source, broken } = fixSource(new SourceText('lab.net', text), find, () => true);
    assert.not(broken, `${file}: ${name}`);
    if (source.text !== text) changed++;
    assert.ok((counts.at(-1) ?? 0) <= (counts[0] ?? 0), `${file}: ${name}\n${source.text}`);
  }
  console.log(`# FIGURES broken texts that --fix mends in part or whole: ${changed} of ${mistakes().length}`);
});

test.run();
