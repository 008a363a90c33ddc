// The packed package alone, in an empty folder, without a network: command line, library, types.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { root } from './lab.helper.ts';

const test = suite('package');
const folder = mkdtempSync(join(tmpdir(), 'netgen-package-'));
const consumer = join(folder, 'consumer');

function run(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  assert.is(status, 0, `${command} ${args.join(' ')}: ${error?.message ?? ''}${stdout}${stderr}`);
  return stdout;
}

test.before(() => {
  mkdirSync(consumer);
  run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], root);
  const packed = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
  writeFileSync(join(consumer, 'package.json'), '{ "private": true }\n');
  run('npm', ['install', '--offline', '--no-audit', '--no-fund', join(folder, packed)], consumer);
  writeFileSync(
    join(consumer, 'lab.net'),
    'bridge br0 ip 10.0.0.1/24\nns a < veth e -> br0 ip 10.0.0.2/24 gw .1 >\n',
  );
});
test.after(() => rmSync(folder, { recursive: true, force: true }));

const use = `
const source = new netgen.SourceText('lab.net', 'bridge b ip 10.0.0.1/24');
const { diagnostics, scripts } = netgen.compile(source);
console.log(diagnostics.filter(netgen.isError).length, scripts.length, netgen.analyze(source).lab.hosts[0].root.devices[0].name);
`;

test('brings nothing along', () => {
  assert.equal(
    readdirSync(join(consumer, 'node_modules')).filter((name) => !name.startsWith('.')),
    ['netgen'],
  );
});

test('the command line works', () => {
  const netgen = join(consumer, 'node_modules/.bin/netgen');
  assert.match(run(netgen, ['build', 'lab.net'], consumer), /^#!\/bin\/bash/);
  assert.is(run(netgen, ['lint', 'lab.net'], consumer), '');
  assert.match(run(netgen, ['explain', 'no-forward'], consumer), /^no-forward\n[\s\S]*\nWhy\n/);
});

test('the library works as a module and as CommonJS', () => {
  writeFileSync(join(consumer, 'use.mjs'), `import * as netgen from 'netgen';${use}`);
  writeFileSync(join(consumer, 'use.cjs'), `const netgen = require('netgen');${use}`);
  for (const file of ['use.mjs', 'use.cjs']) assert.is(run(process.execPath, [file], consumer), '0 1 b\n');
});

test('the types are whole', () => {
  writeFileSync(
    join(consumer, 'use.ts'),
    `import { analyze, compile, formatText, type Diagnostic, type Lab, SourceText, type Step, toJson } from 'netgen';
const source = new SourceText('lab.net', 'ns a');
const lab: Lab = analyze(source).lab;
const steps: readonly Step[] = compile(source).scripts.flatMap(({ plan }) => plan.steps);
const first: Diagnostic | undefined = analyze(source).diagnostics[0];
export const shown: string = first ? formatText(first, source, false) + toJson(first, source).line : lab.name + steps.length;
`,
  );
  const flags = [
    '--strict',
    '--noEmit',
    '--module',
    'nodenext',
    '--target',
    'es2022',
    '--types',
    '',
    'use.ts',
  ];
  run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...flags], consumer);
});

test.run();
