// `netgen fmt` as people call it: the bundle in a process of its own.
import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { applyPatch } from 'diff';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { deskFor } from './netgen.helper.ts';

const test = suite('netgen fmt');
const { folder, netgen: call, file, read, clear } = deskFor('fmt');
test.after(clear);

const ugly = 'bridge  br0;\r\nns a<veth e->br0>\r\n';
const nice = 'bridge br0\nns a < veth e -> br0 >\n';
const broken = 'ns  a <\n';

const fmt = (args: readonly string[], input: string | Buffer = '') => call(['fmt', ...args], input);

const silent = { status: 0, stdout: '', stderr: '' };

test('rewrites what differs, and prints its name', () => {
  const files = [file('one.net', ugly), file('two.net', nice)];
  const untouched = statSync(join(folder, 'two.net')).ino;
  assert.equal(fmt(files), { status: 0, stdout: 'one.net\n', stderr: '' });
  assert.is(read('one.net'), nice);
  assert.is(statSync(join(folder, 'two.net')).ino, untouched);
  assert.equal(fmt(files), silent);
});

test('keeps the mode, and a link leads to the file still', () => {
  chmodSync(join(folder, file('mode.net', ugly)), 0o640);
  symlinkSync('mode.net', join(folder, 'link.net'));
  assert.is(fmt(['link.net']).status, 0);
  assert.is(read('mode.net'), nice);
  assert.is(statSync(join(folder, 'mode.net')).mode & 0o7777, 0o640);
  assert.ok(lstatSync(join(folder, 'link.net')).isSymbolicLink());
  assert.equal(
    readdirSync(folder).filter((name) => name.includes('.tmp')),
    [],
  );
});

test('a folder is the *.net right in it', () => {
  mkdirSync(join(folder, 'labs/below.net'), { recursive: true });
  for (const name of ['labs/b.net', 'labs/a.net', 'labs/c.txt', 'labs/below.net/d.net']) file(name, ugly);
  assert.equal(fmt(['labs']), { status: 0, stdout: 'labs/a.net\nlabs/b.net\n', stderr: '' });
  for (const name of ['labs/c.txt', 'labs/below.net/d.net']) assert.is(read(name), ugly);
  mkdirSync(join(folder, 'none'));
  assert.equal(fmt(['none']), {
    status: 2,
    stdout: '',
    stderr: 'netgen: cannot read none: the folder holds no *.net files\n',
  });
});

test('--check and --diff write nothing and show a diff; --check says no', () => {
  const files = [file('ugly.net', ugly.replaceAll('\r', '')), file('nice.net', nice)];
  const diff =
    '--- ugly.net\n+++ ugly.net\n@@ -1,2 +1,2 @@\n-bridge  br0;\n-ns a<veth e->br0>\n+bridge br0\n+ns a < veth e -> br0 >\n';
  assert.equal(fmt(['--check', ...files]), { status: 1, stdout: diff, stderr: '' });
  assert.equal(fmt(['--diff', ...files]), { status: 0, stdout: diff, stderr: '' });
  assert.is(fmt(['--check', '--diff', ...files]).status, 1);
  assert.is(read('ugly.net'), ugly.replaceAll('\r', ''));
  assert.equal(fmt(['--check', 'nice.net']), silent);
});

test('the diff leads from the one text to the other, also where everything differs', () => {
  for (const [name, text] of [
    ['small.net', 'ns a\n'.repeat(9).concat('ns  b')],
    ['large.net', 'ns  a # ü\r\n'.repeat(3000)],
  ] as const) {
    const { stdout } = fmt(['--diff', file(name, text)]);
    const patched = applyPatch(text, stdout, { autoConvertLineEndings: false });
    assert.is(fmt([name]).status, 0);
    assert.is(patched, read(name));
  }
});

test('terminal codes do not reach the terminal in a diff', () => {
  const { stdout } = fmt(['--diff', file('codes.net', 'ns  a # \u001b[31m\u009b1m\tx\n')]);
  assert.match(stdout, /\n\+ns a {2}# \ufffd\[31m\ufffd1m\tx\n/);
});

test('standard input goes to standard output', () => {
  for (const args of [['-'], ['--stdin']]) {
    assert.equal(fmt(args, ugly), { status: 0, stdout: nice, stderr: '' });
    assert.equal(fmt(args, nice), { status: 0, stdout: nice, stderr: '' });
    const { status, stdout, stderr } = fmt(args, broken);
    assert.is(status, 1);
    assert.is(stdout, '');
    assert.match(
      stderr,
      /^<stdin>:1:7: error: The block of `ns` is not closed[\s\S]*\n1 error; left as it is\n$/,
    );
  }
  const { status, stdout } = fmt(['--check', '-'], 'ns  a\n');
  assert.is(status, 1);
  assert.match(stdout, /^--- <stdin>\n\+\+\+ <stdin>\n/);
});

test('a file with errors of syntax is left alone, and keeps no other from being formatted', () => {
  const files = [file('broken.net', broken), file('json.net', '{ "a":  1 }\n'), file('good.net', ugly)];
  const { status, stdout, stderr } = fmt(files);
  assert.is(status, 1);
  assert.is(stdout, 'good.net\n');
  assert.match(stderr, /broken\.net:1:7: error: [\s\S]*json\.net:1:1: error: This is JSON, not a lab file\./);
  assert.is(read('broken.net'), broken);
  assert.is(read('json.net'), '{ "a":  1 }\n');
});

test('a file with other errors is formatted', () => {
  assert.equal(fmt([file('other.net', 'ns a<veth e->nowhere>')]), {
    status: 0,
    stdout: 'other.net\n',
    stderr: '',
  });
});

test('what cannot be read or is no UTF-8 is 2, and left alone', () => {
  const latin = Buffer.from('ns  a # f\u00fcr\n', 'latin1');
  const { status, stdout, stderr } = fmt(['absent.net', file('latin.net', latin), file('last.net', ugly)]);
  assert.is(status, 2);
  assert.is(stdout, 'last.net\n');
  assert.match(
    stderr,
    /^netgen: cannot read absent\.net: there is no such file\nnetgen: cannot format latin\.net: [^\n]*UTF-8\n$/,
  );
  assert.equal(readFileSync(join(folder, 'latin.net')), latin);
});

test('usage errors are 2', () => {
  for (const args of [[], ['-', 'one.net'], ['--stdin', 'one.net'], ['one.net', '--nonsense']]) {
    const { status, stderr } = fmt(args);
    assert.is(status, 2, args.join(' '));
    assert.match(stderr, /^netgen: [^\n]+\nTry netgen fmt --help\.\n$/);
  }
});

test.run();
