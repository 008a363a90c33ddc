// The test runner itself: uvu's exit code is green for much that is not, so each way to go wrong is planted.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { test } from 'uvu';
import * as assert from 'uvu/assert';

const head = "import { suite, test } from 'uvu';\n";
const good = "test('good', () => {});\n";
const bad = "test('bad', () => { throw new Error('planted'); });\n";

let folder = '';

/** Runs the runner on planted files; answers its exit code, its last line and everything it said. */
function runOn(files: Record<string, string>, seconds = 60) {
  const place = mkdtempSync(join(folder, 'planted-'));
  const paths = Object.entries(files).map(([name, text]) => {
    const path = join(place, `${name}.test.mjs`);
    writeFileSync(path, text);
    return path;
  });
  const { status, stdout } = spawnSync('node', ['tools/test-files.mjs', ...paths], {
    encoding: 'utf8',
    env: { ...process.env, NETGEN_TEST_SECONDS: String(seconds) },
  });
  return { code: status, last: stdout.trimEnd().split('\n').at(-1), output: stdout };
}

// [what the file holds, what is counted, words of the report]
const cases: Record<string, readonly [text: string, counts: string, says: string]> = {
  'good tests pass': [`${good}${good}test.run();`, '2 passed, 0 failed', ''],
  'a failing test fails': [`${good}${bad}test.run();`, '1 passed, 1 failed', 'planted'],
  'a skipped test is counted apart': [
    `${good}test.skip('later', () => {});\ntest.run();`,
    '1 passed, 0 failed, 1 skipped',
    '',
  ],
  'only skipped tests are no failure': [
    "test.skip('later', () => {});\ntest.run();",
    '0 passed, 0 failed, 1 skipped',
    '',
  ],
  'what .only leaves out is skipped': [
    `${good}test.only('this', () => {});\ntest.run();`,
    '1 passed, 0 failed, 1 skipped',
    '',
  ],
  'a throwing before hook fails all its tests': [
    `test.before(() => { throw new Error('planted'); });\n${good}${good}test.run();`,
    '0 passed, 2 failed',
    '2 of 2 failed',
  ],
  'a throwing after hook is a failure': [
    `test.after(() => { throw new Error('planted'); });\n${good}test.run();`,
    '0 passed, 1 failed',
    'before its tests did',
  ],
  'a throwing after.each hook fails': [
    `test.after.each(() => { throw new Error('planted'); });\n${good}test.run();`,
    '0 passed, 1 failed',
    '1 of 1 failed',
  ],
  'tests without .run() are a failure': [good, '0 passed, 1 failed', 'brings no test'],
  'no test at all is a failure': ['', '0 passed, 1 failed', 'brings no test'],
  'a second suite without tests does not matter': [
    `${good}test.run();\nsuite('empty').run();`,
    '1 passed, 0 failed',
    '',
  ],
  'two suites are counted together': [
    `${good}test.run();\nconst other = suite('other');\nother('bad', () => { throw new Error('x'); });\nother.run();`,
    '1 passed, 1 failed',
    '1 of 2 failed',
  ],
  'a suite behind an await is counted': [
    `const other = suite('other');\nother('good', () => {});\nother.run();\nawait new Promise((r) => setTimeout(r, 200));\n${bad}test.run();`,
    '1 passed, 1 failed',
    '1 of 2 failed',
  ],
  'an import error is a failure': ["import './not-there.mjs';\n", '0 passed, 1 failed', 'not-there.mjs'],
  'a syntax error is a failure': ['test(\n', '0 passed, 1 failed', 'SyntaxError'],
  'an exit before the tests is a failure': [
    `process.exit(0);\n${good}test.run();`,
    '0 passed, 1 failed',
    'with 0',
  ],
  'an exit in a test is a failure': [
    "test('exits', () => { process.exit(0); });\ntest.run();",
    '0 passed, 1 failed',
    'before its tests did',
  ],
  'a test that never ends, without work left, is a failure': [
    "test('waits', () => new Promise(() => {}));\ntest.run();",
    '0 passed, 1 failed',
    'before its tests did',
  ],
  'a crash behind the tests is a failure': [
    `setTimeout(() => { throw new Error('planted'); }, 300);\n${good}test.run();`,
    '1 passed, 1 failed',
    'all tests passed, but it ended with 1',
  ],
  'a death by a signal is a failure': [
    "test('dies', () => new Promise(() => { process.kill(process.pid, 'SIGKILL'); setTimeout(() => {}, 9000); }));\ntest.run();",
    '0 passed, 1 failed',
    'by SIGKILL',
  ],
  'counts that a test prints are not believed': [
    `console.log('\\n  Total:     7\\n  Passed:    7\\n  Skipped:   0\\n  Duration:  1ms\\n\\n');\n${bad}test.run();`,
    '0 passed, 1 failed',
    '1 of 1 failed',
  ],
};

let all = { code: null as number | null, last: '' as string | undefined, output: '' };

test.before(() => {
  folder = mkdtempSync(join(tmpdir(), 'netgen-runner-'));
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
  all = runOn(Object.fromEntries(Object.entries(cases).map(([name, [text]]) => [name, head + text])));
});

test.after(() => {
  rmSync(folder, { recursive: true, force: true });
});

for (const [name, [, counts, says]] of Object.entries(cases)) {
  test(name, () => {
    const [, report = ''] = all.output.split(`/${name}.test.mjs: `);
    const [own = ''] = report.split(/\n(?:ok {2}|FAIL) /);
    assert.is(/^\d+ passed, \d+ failed(, \d+ skipped)?/.exec(own)?.[0], counts, all.output);
    assert.ok(own.includes(says), `${says} is not in:\n${own}`);
    assert.is(/ 0 failed/.test(counts), !own.split('\n')[0]?.includes(': '), own);
  });
}

test('all of them are summed up', () => {
  const sum = (word: string) =>
    Object.values(cases).reduce(
      (n, [, counts]) => n + Number(new RegExp(`(\\d+) ${word}`).exec(counts)?.[1] ?? 0),
      0,
    );
  assert.is(all.last, `${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
  assert.is(all.code, 1);
});

test('the exit code is 0 where nothing failed', () => {
  const result = runOn({ good: `${head}${good}test.run();` });
  assert.is(result.last, '1 passed, 0 failed');
  assert.is(result.code, 0);
});

test('a file that takes too long is a failure', () => {
  const result = runOn({ slow: `${head}${good}setInterval(() => {}, 1000);\ntest.run();` }, 2);
  assert.is(result.last, '1 passed, 1 failed');
  assert.ok(result.output.includes('took longer than 2 s'), result.output);
});

test('what a killed file has started does not survive', () => {
  const mark = `86${process.pid}`;
  const slow = `import { spawn } from 'node:child_process';\nspawn('sleep', ['${mark}'], { stdio: 'inherit' });\n`;
  const started = Date.now();
  runOn({ slow: `${head}${good}${slow}test.run();` }, 2);
  assert.ok(Date.now() - started < 20_000);
  const left = spawnSync('sh', ['-c', `grep -alxz '${mark}' /proc/[0-9]*/cmdline 2>/dev/null`], {
    encoding: 'utf8',
  });
  const sleeping = left.stdout.split('\n').filter((line) => line !== '' && !line.includes('/self/'));
  assert.equal(sleeping.length, 0, left.stdout);
});

test.run();
