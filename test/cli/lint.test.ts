// What `netgen lint` takes and gives: files, folders, options, fixes.
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts';
import { fixSource } from '../../src/diagnostic/fix-source.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { deskFor } from './netgen.helper.ts';

const test = suite('lint');
const { folder, netgen: call, file, read, clear } = deskFor('lint');
test.after(clear);

const good = 'forward\nbridge br0 ip 10.0.0.1/24\nns a < veth e -> br0 ip 10.0.0.2/24 gw .1 >\n';
const bad = 'ns abc\nns abc\n';
const fixable = good.replace('.2/24', '.2/255.255.255.0').replace(' .1 ', ' 10.0.0.1/24 ');
const mended = good.replace(' .1 ', ' 10.0.0.1 ');

const netgen = (args: readonly string[], input: string | Buffer = '') => call(['lint', ...args], input);

const clean = { status: 0, stdout: '', stderr: '' };

test('a finding with what explains it in one frame, and a count', () => {
  assert.equal(netgen([file('dup.net', bad)]), {
    status: 1,
    stdout: `dup.net:2:4: error: There is a namespace \`abc\` already. [duplicate-name]
  1 | ns abc
    |    --- first declared here
> 2 | ns abc
    |    ^^^

1 error
`,
    stderr: '',
  });
});

test('a folder means the *.net files in it, by the bytes of their names', () => {
  for (const name of [
    'b.net',
    'B.net',
    'a.net',
    'é.net',
    '.hidden.net',
    'a.txt',
    'deep/c.net',
    'x.net/y.net',
  ])
    file(`labs/${name}`, bad);
  const { status, stdout } = netgen(['--format', 'unix', 'labs/']);
  assert.is(status, 1);
  assert.equal(
    stdout.split('\n').map((line) => line.split(':')[0]),
    ['labs/B.net', 'labs/a.net', 'labs/b.net', 'labs/é.net', ''],
  );
});

test('a folder without any is said, and the others are read', () => {
  mkdirSync(join(folder, 'empty'));
  const { status, stdout, stderr } = netgen(['--format', 'unix', 'empty', file('dup.net', bad)]);
  assert.is(status, 2);
  assert.match(stdout, /^dup\.net:2:4: error/);
  assert.is(stderr, 'netgen: cannot read empty: the folder holds no *.net files\n');
});

test('each file is read once', () => {
  file('once/dup.net', bad);
  symlinkSync('dup.net', join(folder, 'once/link.net'));
  const { stdout } = netgen(['--format', 'unix', 'once/dup.net', './once/dup.net', 'once', '-', '-'], bad);
  assert.equal(
    stdout.split('\n').map((line) => line.split(':')[0]),
    ['once/dup.net', '<stdin>', ''],
  );
});

test('every format is whole without findings and with a file that cannot be read', () => {
  file('good.net', good);
  for (const args of [['good.net'], ['good.net', 'none.net'], ['none.net']]) {
    const told = (format: string): string => netgen(['--format', format, ...args]).stdout;
    assert.is(told('text'), '');
    assert.is(told('unix'), '');
    assert.is(told('github'), '');
    assert.equal(JSON.parse(told('json')), []);
    assert.equal(JSON.parse(told('sarif')).runs[0].results, []);
    assert.match(told('junit'), /^<\?xml .*\?>\n<testsuites [\s\S]*<\/testsuites>\n$/);
  }
  const { status, stdout, stderr } = netgen(['--format', 'sarif', 'none.net']);
  assert.is(status, 2);
  assert.is(stderr, 'netgen: cannot read none.net: there is no such file\n');
  assert.is(JSON.parse(stdout).runs[0].invocations[0].executionSuccessful, false);
  assert.match(netgen(['--format', 'junit', 'none.net']).stdout, /errors="1"/);
});

test('--max: so many are shown, all are counted', () => {
  file('many.net', [1, 2, 3, 4, 5].map((n) => `bridge x${n}-\n`).join(''));
  file('dup.net', bad);
  const { status, stdout } = netgen(['--max', '2', 'many.net', 'dup.net']);
  assert.is(status, 1);
  assert.is(stdout.match(/: error: /g)?.length, 2);
  assert.match(stdout, /\n\n… and 4 more\n\n6 errors in 2 files\n$/);
  const json = netgen(['--max', '5', '--format', 'json', 'many.net', 'dup.net']);
  assert.is(json.status, 1);
  assert.is(JSON.parse(json.stdout).length, 5);
  assert.is(netgen(['--max', '0', 'many.net']).stdout, '… and 5 more\n\n5 errors\n');
  assert.not.match(netgen(['--max', '6', 'many.net', 'dup.net']).stdout, /more/);
  for (const wrong of ['-1', 'x', '1.5', ''])
    assert.is(netgen([`--max=${wrong}`, 'many.net']).status, 2, wrong);
});

test('--fix writes the files that change, keeps their mode, and says what is left', () => {
  file('fix.net', fixable);
  chmodSync(join(folder, 'fix.net'), 0o640);
  symlinkSync('fix.net', join(folder, 'fix-link.net'));
  file('fix-good.net', good);
  const before = statSync(join(folder, 'fix-good.net')).mtimeMs;
  assert.match(netgen(['fix.net']).stdout, /\n2 errors; 2 can be fixed with --fix\n$/);
  assert.equal(netgen(['--fix', 'fix-link.net', 'fix-good.net']), { ...clean, stdout: '2 findings fixed\n' });
  assert.is(read('fix.net'), mended);
  assert.is(statSync(join(folder, 'fix.net')).mode & 0o777, 0o640);
  assert.is(statSync(join(folder, 'fix-good.net')).mtimeMs, before);
  assert.equal(netgen(['--fix', 'fix.net']), clean);
  file('half.net', `${fixable}${bad}`);
  const { status, stdout } = netgen(['--fix', 'half.net']);
  assert.is(status, 1);
  assert.match(stdout, /^half\.net:5:4: error[\s\S]*\n2 findings fixed; 1 error\n$/);
  assert.equal(
    readdirSync(folder).filter((name) => name.includes('.tmp')),
    [],
  );
});

test('--fix goes on until nothing is left: a fix may show another', () => {
  file('rounds.net', good.replace('gw .1', 'route 10.9.3.1/255.255.0.0 via .1'));
  assert.equal(netgen(['--fix', 'rounds.net']), { ...clean, stdout: '2 findings fixed\n' });
  assert.is(read('rounds.net'), good.replace('gw .1', 'route 10.9.0.0/16 via .1'));
});

test('--fix keeps line ends and comments', () => {
  file('crlf.net', fixable.replace(/\n/g, ' # 😀\r\n'));
  netgen(['--fix', 'crlf.net']);
  assert.is(read('crlf.net'), mended.replace(/\n/g, ' # 😀\r\n'));
});

test('--fix leaves alone what a range made', () => {
  const text = 'bridge br0\nns a{1,2} < veth e -> br0 ip 10.0.0.{1,2}/255.255.255.0 >\n';
  file('range.net', text);
  const { status, stdout } = netgen(['--fix', 'range.net']);
  assert.is(status, 1);
  assert.not.match(stdout, /fixed/);
  assert.is(read('range.net'), text);
});

test('--fix with - gives the text on standard output and the findings on standard error', () => {
  assert.equal(netgen(['--fix', '-'], good), { ...clean, stdout: good });
  assert.equal(netgen(['--fix', '-'], fixable), { ...clean, stdout: mended, stderr: '2 findings fixed\n' });
  const { status, stdout, stderr } = netgen(['--fix', '--format', 'unix', '-'], bad);
  assert.is(status, 1);
  assert.is(stdout, bad);
  assert.match(stderr, /^<stdin>:2:4: error/);
});

test('--fix for programs: the document is of what is left', () => {
  file('json.net', fixable);
  const { status, stdout, stderr } = netgen(['--fix', '--format', 'json', 'json.net']);
  assert.equal(
    { status, found: JSON.parse(stdout), stderr },
    { status: 0, found: [], stderr: '2 findings fixed\n' },
  );
});

test('--fix does not write what it could not read', () => {
  const bytes = Buffer.concat([Buffer.from(fixable), Buffer.from([0x23, 0xff, 0x0a])]);
  file('latin.net', bytes);
  const { status, stderr } = netgen(['--fix', 'latin.net']);
  assert.is(status, 1);
  assert.is(stderr, 'netgen: latin.net is not fixed: it is no UTF-8\n');
  assert.equal(readFileSync(join(folder, 'latin.net')), bytes);
});

const source = new SourceText('lab.net', 'abc');

/** A linter that says `rule` of every `b`, with a fix that writes `text` for it, and `syntax` of every `!`. */
function linter(text: string) {
  return ({ text: now }: SourceText): readonly Diagnostic[] =>
    [...now.matchAll(/[b!]/g)].map(({ 0: found, index }) => {
      const span = { start: index, end: index + 1 };
      const rule = found === '!' ? 'syntax' : 'a-rule';
      const common = { rule, severity: 'warning', span, message: 'It is wrong.' } as const;
      return found === '!' ? common : { ...common, fix: { title: 'write it', edits: [{ span, text }] } };
    });
}

test('fixes that would break a file are not made', () => {
  const { broken, fixed, ...left } = fixSource(source, linter('!'), () => true);
  assert.equal([broken, fixed], [true, 0]);
  assert.is(left.source, source);
  assert.is(left.diagnostics.length, 1);
});

test('fixes that lead to themselves come to an end', () => {
  const { broken, fixed, diagnostics, source: last } = fixSource(source, linter('b'), () => true);
  assert.equal([broken, fixed, diagnostics.length, last.text], [false, 10, 1, 'abc']);
});

test('only what is wanted is fixed', () => {
  assert.is(fixSource(source, linter('x'), () => false).source.text, 'abc');
  assert.is(fixSource(source, linter('x'), () => true).source.text, 'axc');
});

test.run();
