// npm test [-- [--unit] [FILTER]]: sets up, builds, checks and tests. The last line is for machines:
// "N passed, N failed" or "N passed, N failed, N skipped".
import { join, relative } from 'node:path';
import { build } from './build.mjs';
import { staticChecks } from './check.mjs';
import { root } from './command.mjs';
import { filesBelow } from './files.mjs';
import { ensureDependencies, ensureSystem } from './setup.mjs';
import { lastLine, runTestFiles } from './test-files.mjs';

const args = process.argv.slice(2);
const unit = args.includes('--unit');
const [filter] = args.filter((arg) => !arg.startsWith('--'));
const unknown = args.filter((arg) => arg !== '--unit' && arg !== filter);
if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(' ')}\nusage: npm test [-- [--unit] [FILTER]]`);
  process.exit(2);
}

const total = { passed: 0, failed: 0, skipped: 0, notes: [] };
const step = ({ name, output }) => {
  total[output === '' ? 'passed' : 'failed'] += 1;
  console.log(`${output === '' ? 'ok  ' : 'FAIL'} ${name}`);
  if (output !== '') console.log(output.replace(/^/gm, '     | ').trimEnd());
};

try {
  await ensureDependencies();
  if (!unit) await ensureSystem({ for: 'test' });

  const failures = await build();
  for (const name of ['types', 'bundle'])
    step({ name: `build: ${name}`, output: failures.find((f) => f.name === name)?.output ?? '' });
  if (filter === undefined) for (const result of await staticChecks()) step(result);

  const place = (file) => relative(join(root, 'dist/test'), file).replace(/\.js$/, '.ts');
  const isKernelTest = (file) => place(file).startsWith('kernel/');
  // What needs other programs, or takes more than a moment, is no part of the quick suite.
  const slow = [
    'kernel/',
    'harness/',
    'cli/',
    'package.',
    'repository/',
    'editors/',
    'render/shellcheck.',
    'render/hostile-names.',
    'syntax/hostile.',
    'syntax/reparse.',
  ];
  const isSlow = (file) => slow.some((start) => place(file).startsWith(start));
  const files = filesBelow(join(root, 'dist/test'))
    .filter((file) => file.endsWith('.test.js'))
    .filter((file) => !unit || filter !== undefined || !isSlow(file))
    .filter((file) => filter === undefined || place(file).includes(filter));
  // The slow ones first, so that the last process does not run alone for long.
  files.sort((a, b) => Number(isSlow(b)) - Number(isSlow(a)));
  const results = await runTestFiles(files, {
    timeout: (file) => (isKernelTest(file) ? 600 : 180),
    name: place,
  });
  for (const key of ['passed', 'failed', 'skipped']) total[key] += results[key];
  total.notes.push(...results.notes);
  if (files.length === 0) step({ name: 'test files', output: `none${filter ? ` matches ${filter}` : ''}\n` });
} catch (error) {
  step({ name: 'the test runner itself', output: `${error.stack ?? error}\n` });
}

if (total.notes.length > 0) console.log('\nNOT TESTED HERE:');
for (const note of total.notes) console.log(`  ${note}`);
console.log(lastLine(total));
process.exitCode = total.failed > 0 ? 1 : 0;
