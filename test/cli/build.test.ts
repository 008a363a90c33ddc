// `netgen build`: where the script goes, several hosts, what is not written.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { deskFor } from './netgen.helper.ts';

const test = suite('build');
const { folder, netgen, file, read, clear } = deskFor('build');
test.after(clear);

const good = 'bridge br0 ip 10.0.0.1/24\nns a < veth e -> br0 ip 10.0.0.2/24 gw .1 >\n';
const bad = good.replace('-> br0', '-> br1');
const doubled = 'bridge br0\nns a < veth e -> br0 ip 10.0.0.1/24 >\nns b < veth e -> br0 ip 10.0.0.1/24 >\n';
const two = 'host left < uplink u ip 10.0.0.1/24 >\nhost right < uplink u ip 10.0.0.2/24 >\n';

test('build writes the script to standard output and nothing to standard error', () => {
  const { status, stdout, stderr } = netgen(['build', file('lab.net', good)]);
  assert.is(status, 0);
  assert.is(stderr, '');
  assert.match(stdout, /^#!\/bin\/bash\n[\s\S]*\n\{ main "\$@"; \}\n$/);
});

test('build writes nothing to standard output where there is an error', () => {
  const { status, stdout, stderr } = netgen(['build', file('bad.net', bad)]);
  assert.is(status, 1);
  assert.is(stdout, '');
  assert.match(
    stderr,
    /^bad\.net:2:18: error: There is no bridge or cable end `br1`; did you mean `br0`\? \[unknown-name\]\n> 2 \| ns a < veth e -> br1 ip[^\n]*\n {4}\| {18}\^\^\^\n/,
  );
});

test('build -o writes an executable file whole or not at all', () => {
  file('lab.net', good);
  assert.equal(netgen(['build', 'lab.net', '-o', 'up.sh']), { status: 0, stdout: '', stderr: '' });
  assert.is(statSync(join(folder, 'up.sh')).mode & 0o111, 0o111 & ~process.umask());
  const before = read('up.sh');
  assert.is(netgen(['build', file('bad.net', bad), '-o', 'up.sh']).status, 1);
  assert.is(read('up.sh'), before);
  assert.equal(
    readdirSync(folder).filter((name) => name.includes('.tmp')),
    [],
  );
  // through a link, the file that it leads to
  symlinkSync('up.sh', join(folder, 'link.sh'));
  writeFileSync(join(folder, 'up.sh'), 'old');
  assert.is(netgen(['build', 'lab.net', '-o', 'link.sh']).status, 0);
  assert.is(read('up.sh'), before);
});

test('build -o does not overwrite the lab itself', () => {
  file('lab.net', good);
  assert.is(netgen(['build', 'lab.net', '-o', './lab.net']).status, 2);
  assert.is(read('lab.net'), good);
});

test('build -o says why it cannot write', () => {
  mkdirSync(join(folder, 'folder'));
  const cases: readonly (readonly [string, RegExp])[] = [
    ['none/up.sh', /cannot write none\/up\.sh: there is no such file/],
    ['folder', /cannot write folder: it is a folder/],
  ];
  for (const [output, message] of cases) {
    const { status, stderr } = netgen(['build', file('lab.net', good), '-o', output]);
    assert.is(status, 2);
    assert.match(stderr, message);
  }
});

test('build - reads standard input, which has to name the lab', () => {
  assert.is(netgen(['build', '-'], `lab x\n${good}`).status, 0);
  assert.match(netgen(['build', '-'], `lab x\n${good}`).stdout, /^lab=x$/m);
  const { status, stderr } = netgen(['build', '-'], good);
  assert.is(status, 1);
  assert.match(stderr, /<stdin>:1:1: error: The lab has no name/);
});

test('several hosts: one, all into a folder, or a usage error that lists them', () => {
  file('two.net', two);
  assert.match(netgen(['build', 'two.net', '--host', 'left']).stdout, /^lab=two@left$/m);
  assert.is(netgen(['build', 'two.net', '-o', 'out/scripts']).status, 0);
  assert.equal(readdirSync(join(folder, 'out/scripts')).sort(), ['left.sh', 'right.sh']);
  const none = netgen(['build', 'two.net']);
  assert.is(none.status, 2);
  assert.match(none.stderr, /left, right/);
  const unknown = netgen(['build', 'two.net', '--host', 'middle']);
  assert.is(unknown.status, 2);
  assert.match(unknown.stderr, /no host middle.*left, right/);
  assert.is(netgen(['build', file('lab.net', good), '--host', 'left']).status, 2);
  assert.is(netgen(['build', 'two.net', '--host', 'left', '-o', 'left-only.sh']).status, 0);
  assert.match(read('left-only.sh'), /^lab=two@left$/m);
});

test('build --verify compares what was committed with what the lab gives', () => {
  file('lab.net', good);
  netgen(['build', 'lab.net', '-o', 'committed.sh']);
  assert.equal(netgen(['build', '--verify', 'committed.sh', 'lab.net']), {
    status: 0,
    stdout: '',
    stderr: '',
  });
  file('lab.net', good.replace('10.0.0.2', '10.0.0.3'));
  const { status, stdout, stderr } = netgen(['build', '--verify', 'committed.sh', 'lab.net']);
  assert.is(status, 1);
  assert.match(
    stdout,
    /^--- committed\.sh\n\+\+\+ committed\.sh\n@@ [\s\S]*\n- .*10\.0\.0\.2\/24[\s\S]*\n\+ .*10\.0\.0\.3\/24/,
  );
  assert.match(
    stderr,
    /^netgen: committed\.sh is not what lab\.net gives\nnetgen: write it with netgen build lab\.net -o committed\.sh\n$/,
  );
  const missing = netgen(['build', '--verify', 'nothing.sh', 'lab.net']);
  assert.is(missing.status, 1);
  assert.match(missing.stderr, /^netgen: there is no nothing\.sh\n/);
  assert.is(netgen(['build', '--verify', '.', 'lab.net']).status, 2);
  assert.is(netgen(['build', '--verify', 'committed.sh', '-o', 'x', 'lab.net']).status, 2);
  file('two.net', two);
  netgen(['build', 'two.net', '-o', 'hosts']);
  assert.is(netgen(['build', '--verify', 'hosts', 'two.net']).status, 0);
  rmSync(join(folder, 'hosts/left.sh'));
  const { status: one, stderr: why } = netgen(['build', '--verify', 'hosts', 'two.net']);
  assert.is(one, 1);
  assert.match(why, /there is no hosts\/left\.sh/);
});

test('--teardown prints a script that does down alone', () => {
  const { status, stdout } = netgen(['build', file('lab.net', good), '--teardown']);
  assert.is(status, 0);
  assert.not.match(stdout, /^lab\(\)/m);
});

test('--shellcheck says how to get it where there is none, and is asked where it is', () => {
  file('lab.net', good);
  const fake = join(folder, 'bin');
  mkdirSync(fake);
  writeFileSync(join(fake, 'shellcheck'), '#!/bin/sh\necho "$@" >>"$0.log"\necho finding\nexit 1\n');
  chmodSync(join(fake, 'shellcheck'), 0o555);
  const found = netgen(['build', 'lab.net', '--shellcheck'], '', { PATH: `${fake}:/usr/bin:/bin` });
  assert.is(found.status, 1);
  assert.is(found.stdout, '');
  assert.match(found.stderr, /finding/);
  assert.match(readFileSync(join(fake, 'shellcheck.log'), 'utf8'), /-o all -s bash .*\n-o all -s sh /);
});

test('build --force: a script and the findings, but not for what cannot be resolved', () => {
  file('doubled.net', doubled);
  const plain = netgen(['build', 'doubled.net']);
  assert.is(plain.status, 1);
  assert.is(plain.stdout, '');
  const forced = netgen(['build', 'doubled.net', '--force', '--strict', '-o', 'doubled.sh']);
  assert.is(forced.status, 0);
  assert.match(forced.stderr, /: error: .*\[duplicate-address\]/);
  assert.not.match(forced.stderr, /no script was written/);
  assert.match(read('doubled.sh'), /^#!\/bin\/bash\n/);
  const unresolved = netgen(['build', file('bad.net', bad), '--force']);
  assert.is(unresolved.status, 1);
  assert.is(unresolved.stdout, '');
  assert.match(unresolved.stderr, /no script was written/);
  assert.is(netgen(['build', '-', '--force'], doubled).status, 1);
});

test('nothing is left in the folder but what was asked for', () =>
  assert.not.ok(existsSync(join(folder, 'shellcheck'))));

test.run();
