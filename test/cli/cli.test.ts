// What all commands have in common: levels, usage, exit codes, names, terminals.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ruleCatalogue } from '../../src/check/catalogue.ts';
import { levelsOf } from '../../src/cli/levels.ts';
import { root } from '../lab.helper.ts';
import { deskFor } from './netgen.helper.ts';

const test = suite('command line');
const { folder, netgen, file, read, clear } = deskFor('cli');
test.after(clear);

const good = 'bridge br0 ip 10.0.0.1/24\nns a < veth e -> br0 ip 10.0.0.2/24 gw .1 >\n';
const bad = good.replace('-> br0', '-> br1');

test('lint: several files, the findings of each, and a count', () => {
  const { status, stdout, stderr } = netgen([
    'lint',
    file('lab.net', good),
    file('bad.net', bad),
    file('worse.net', 'brigde b\nns a\nns a\n'),
  ]);
  assert.is(status, 1);
  assert.is(stderr, '');
  assert.match(stdout, /bad\.net:2:18: error/);
  assert.match(stdout, /worse\.net:1:1: error/);
  assert.match(stdout, /worse\.net:3:4: error/);
  assert.match(stdout, /\n3 errors in 2 files\n$/);
  assert.equal(netgen(['lint', 'lab.net']), { status: 0, stdout: '', stderr: '' });
});

test('lint: - is standard input, also between files', () => {
  assert.is(netgen(['lint', '-'], good).status, 0);
  const { status, stdout } = netgen(['lint', file('lab.net', good), '-', file('bad.net', bad)], bad);
  assert.is(status, 1);
  assert.match(stdout, /<stdin>:2:18: error[\s\S]*bad\.net:2:18: error/);
});

test('lint --format json: one flat array', () => {
  file('lab.net', good);
  assert.equal(JSON.parse(netgen(['lint', '--format', 'json', 'lab.net']).stdout), []);
  const { status, stdout } = netgen([
    'lint',
    '--format',
    'json',
    'lab.net',
    file('dup.net', 'ns abc\nns abc\n'),
  ]);
  assert.is(status, 1);
  assert.equal(JSON.parse(stdout), [
    {
      file: 'dup.net',
      rule: 'duplicate-name',
      severity: 'error',
      message: 'There is a namespace `abc` already.',
      line: 2,
      column: 4,
      endLine: 2,
      endColumn: 7,
      related: [{ line: 1, column: 4, endLine: 1, endColumn: 7, message: 'first declared here' }],
    },
  ]);
});

test('lint: a file that cannot be read does not keep the others from being read', () => {
  const { status, stdout, stderr } = netgen(['lint', 'none.net', file('bad.net', bad)]);
  assert.is(status, 2);
  assert.match(stdout, /bad\.net:2:18/);
  assert.is(stderr, 'netgen: cannot read none.net: there is no such file\n');
});

const doubled = 'bridge br0\nns a < veth e -> br0 ip 10.0.0.1/24 >\nns b < veth e -> br0 ip 10.0.0.1/24 >\n';

test('--rule sets what a rule weighs, for lint and for build', () => {
  file('doubled.net', doubled);
  const said = (...args: readonly string[]) => netgen(args, doubled);
  assert.is(said('lint', 'doubled.net').status, 1);
  assert.equal(said('lint', 'doubled.net', '--rule', 'duplicate-address=off'), {
    status: 0,
    stdout: '',
    stderr: '',
  });
  const warned = said(
    'lint',
    'doubled.net',
    '--rule',
    'unused-bridge=error',
    '--rule=duplicate-address=warning',
  );
  assert.is(warned.status, 0);
  assert.match(warned.stdout, /: warning: .*\[duplicate-address\]/);
  assert.is(said('lint', 'doubled.net', '--rule', 'duplicate-address=warning', '--strict').status, 1);
  const built = said('build', 'doubled.net', '--rule', 'duplicate-address=warning');
  assert.is(built.status, 0);
  assert.match(built.stderr, /: warning: .*\[duplicate-address\]/);
  assert.match(built.stdout, /^#!\/bin\/bash\n/);
  // of two that speak of one rule, the last holds
  const rules = ['--rule', 'duplicate-address=off', '--rule', 'duplicate-address=error'];
  assert.is(said('lint', 'doubled.net', ...rules).status, 1);
});

test('--rule: a name that no rule has, one that stays as it is, a level that there is not', () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ['duplicate-adress=off', /no rule `duplicate-adress`; did you mean `duplicate-address`\?/],
    ['syntax=off', /syntax is about what cannot be read or resolved, and stays an error/],
    ['unknown-name=warning', /unknown-name is about what cannot be read/],
    ['duplicate-address', /duplicate-address can be off, warning or error/],
    ['duplicate-address=fatal', /duplicate-address can be off, warning or error/],
    ['duplicate-address=off=off', /duplicate-address can be off, warning or error/],
    ['=off', /no rule ``; `netgen explain` lists them/],
  ];
  for (const [rule, message] of cases)
    assert.throws(
      () => levelsOf(['unused-bridge=off', rule]),
      (error: Error) => message.test(error.message),
      rule,
    );
  for (const command of ['lint', 'build']) {
    const { status, stdout, stderr } = netgen([
      command,
      file('doubled.net', doubled),
      '--rule',
      'syntax=off',
    ]);
    assert.is(status, 2);
    assert.is(stdout, '');
    assert.match(stderr, /^netgen: --rule syntax=off: [^\n]*\nTry netgen (?:lint|build) --help\.\n$/);
    assert.ok(stderr.endsWith(`\nTry netgen ${command} --help.\n`));
  }
});

test('explain: the page of a rule, the list of all, and the nearest name', () => {
  const page = netgen(['explain', 'no-forward']);
  assert.is(page.status, 0);
  assert.match(
    page.stdout,
    /^no-forward\n\nA node is used as a gateway[\s\S]*\nWrong\n\n {4}ns [\s\S]*\nWhy\n\n/,
  );
  assert.not.match(page.stdout, /```|\]\(|^#+ /m);
  const list = netgen(['explain']);
  assert.is(list.status, 0);
  for (const { name, summary } of ruleCatalogue()) {
    assert.match(list.stdout, new RegExp(`^ {2}${name} +(error|warning) `, 'm'));
    assert.ok(list.stdout.includes(summary), name);
  }
  const unknown = netgen(['explain', 'no-foward']);
  assert.is(unknown.status, 2);
  assert.is(unknown.stdout, '');
  assert.match(unknown.stderr, /no rule `no-foward`; did you mean `no-forward`\?/);
  assert.is(netgen(['explain', 'constructor']).status, 2);
});

test('usage errors are 2, in one line and a hint', () => {
  for (const args of [
    [],
    ['biuld', 'x'],
    ['build'],
    ['lint'],
    ['build', 'lab.net', '--nonsense'],
    ['build', '--nonsense'],
    ['--nonsense', 'build', 'lab.net'],
    ['--nonsense'],
    ['lint', 'lab.net', '--format', 'xml'],
    ['build', 'a.net', 'b.net'],
    ['build', 'lab.net', '--host', 'a', '--host', 'b'],
    ['build', 'lab.net', '-o'],
  ]) {
    const { status, stdout, stderr } = netgen(args);
    assert.is(status, 2, args.join(' '));
    assert.is(stdout, '', args.join(' '));
    const command = args.find((word) => ['build', 'lint'].includes(word));
    const help = command ? `netgen ${command} --help` : 'netgen --help';
    assert.match(stderr, /^netgen: [^\n]+\nTry [^\n]+\n$/, args.join(' '));
    assert.ok(stderr.endsWith(`\nTry ${help}.\n`), `${args.join(' ')}: ${stderr}`);
  }
});

test('a usage error says what is wanted, in the words of the user', () => {
  assert.match(netgen(['biuld', 'x']).stderr, /no command biuld; did you mean `build`\?\n/);
  assert.match(netgen(['frobnicate']).stderr, /no command frobnicate; say build, lint, /);
  assert.match(netgen(['trace', 'lab.net', 'ns1']).stderr, /netgen: trace needs FILE FROM TO\n/);
  assert.match(netgen(['reach']).stderr, /netgen: reach needs FILE\n/);
});

test('help breaks no word', () => {
  assert.match(netgen(['--help']).stdout, /without a rule, list them all\n/);
  assert.match(netgen(['lint', '--help']).stdout, /or a folder for the \*\.net files in it\.\n/);
});

test('--help has examples, --version is the package’s, completion is a script', () => {
  const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { version: string };
  assert.is(netgen(['--version']).stdout, `${version}\n`);
  assert.match(netgen(['--help']).stdout, /netgen build \[file\]/);
  assert.match(netgen(['build', '--help']).stdout, /netgen build lab\.net > up\.sh/);
  assert.match(netgen(['lint', '--help']).stdout, /netgen lint lab\.net other\.net/);
  const completion = netgen(['completion']);
  assert.is(completion.status, 0);
  assert.match(completion.stdout, /complete .*netgen/);
  assert.match(netgen(['--get-yargs-completions', 'netgen', 'b']).stdout, /build/);
});

test('no colour without a terminal', () => {
  assert.not.ok(netgen(['lint', file('bad.net', bad)], '', { FORCE_COLOR: '1' }).stdout.includes('\u001b'));
});

test('a reader that has had enough is no error', () => {
  file('lab.net', good);
  const { status, stderr } = spawnSync(
    'sh',
    ['-c', `"$0" "$1" build lab.net | head -1`, process.execPath, `${root}dist/bundle/netgen.cjs`],
    { cwd: folder, encoding: 'utf8' },
  );
  assert.is(status, 0);
  assert.is(stderr, '');
});

test('but it does not hide what was found', () => {
  file('many.net', 'brigde x\n'.repeat(3000));
  const script = '{ "$0" "$1" lint many.net; echo $? >code; } | head -1';
  spawnSync('sh', ['-c', script, process.execPath, `${root}dist/bundle/netgen.cjs`], { cwd: folder });
  assert.is(read('code'), '1\n');
});

test('terminal codes in a lab file or its name do not reach the terminal', () => {
  const { stdout } = netgen(['lint', file('\u001b[31mx.net', 'ns a\u001b[2J\u0007 < >\n')]);
  assert.not.ok(stdout.includes('\u001b') || stdout.includes('\u0007'));
});

test('a fault of netgen is 70, in one line', () => {
  const copy = join(folder, 'broken.cjs');
  const bundle = readFileSync(`${root}dist/bundle/netgen.cjs`, 'utf8');
  // the message of an exception inside, as a fault would raise it
  const broken = bundle.replace(
    /throw new ([\w$]+)\(`cannot read /,
    'throw new TypeError(`planted\nsecond line`);throw new $1(`x',
  );
  assert.is.not(broken, bundle);
  writeFileSync(copy, broken);
  const { status, stdout, stderr } = spawnSync(process.execPath, [copy, 'lint', 'none.net'], {
    cwd: folder,
    encoding: 'utf8',
  });
  assert.is(status, 70);
  assert.is(stdout, '');
  assert.is(stderr, 'netgen: internal error: TypeError: planted; please report it with the lab file\n');
});

test('names on the command line are names: nothing runs, and no terminal obeys', () => {
  const names = [
    '$(touch pwned)',
    "';`touch pwned`;'",
    'a\ntouch pwned\n\u001b]0;touch pwned\u0007\u2028touch pwned',
    '-n',
    '--',
    '* %s%n',
  ];
  for (const name of names) {
    const lab = file(`${name}.net`, good);
    const { status, stderr } = netgen(['build', '-o', `./${name}.sh`, '--', lab]);
    assert.is(status, 0, `${name}: ${stderr}`);
    const script = read(`${name}.sh`);
    for (const part of ['touch pwned', '\u001b']) assert.not.ok(script.includes(part), name);
    assert.match(script, /^lab=[A-Za-z0-9_-]{1,32}$/m);
    for (const args of [
      ['build', '--host', name, '--', lab],
      ['build', '-o', name, '--host', name, '--', lab],
      ['build', '-o', `${name}/x/y`, '--', lab],
      ['build', '--', `${name}.missing`],
      ['lint', '--', `${name}.missing`],
      ['fmt', '--', `${name}.missing`],
      ['explain', '--', name],
      [name],
    ]) {
      const refused = netgen(args);
      assert.is(refused.status, 2, args.join(' '));
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal would obey
      assert.not.match(refused.stderr + refused.stdout, /[\u0000-\u0009\u000b-\u001f]/, args.join(' '));
    }
  }
  assert.not.ok(existsSync(join(folder, 'pwned')));
});

test.run();
