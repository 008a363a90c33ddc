import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { exitCodeOf } from '../../src/cli/show.ts';
import { choose, wanted } from '../../src/report/choose.ts';
import { fileOf, findingAt } from './report.helper.ts';

const test = suite('what is shown');

const text = 'ns a';
const error = findingAt(text, 'a');
const warning = findingAt(text, 'ns', { severity: 'warning' });
const all = { quiet: false, strict: false, max: Number.POSITIVE_INFINITY };
const files = [fileOf('a.net', text, warning, error), fileOf('b.net', text, error, error, warning)];

function counts(choice: Partial<typeof all>): readonly (readonly [shown: number, left: number])[] {
  return choose(files, { ...all, ...choice }).map(({ diagnostics, left }) => [
    diagnostics.length,
    left.length,
  ]);
}

test('everything', () =>
  assert.equal(counts({}), [
    [2, 0],
    [3, 0],
  ]));

test('quiet: errors alone are shown and counted, unless warnings are as bad', () => {
  assert.equal(counts({ quiet: true }), [
    [1, 0],
    [2, 0],
  ]);
  assert.equal(counts({ quiet: true, strict: true }), [
    [2, 0],
    [3, 0],
  ]);
  assert.not.ok(wanted(warning, { ...all, quiet: true }));
  assert.ok(wanted(error, { ...all, quiet: true }));
});

test('so many over all files, and what is not shown is counted', () => {
  assert.equal(counts({ max: 3 }), [
    [2, 0],
    [1, 2],
  ]);
  assert.equal(counts({ max: 0 }), [
    [0, 2],
    [0, 3],
  ]);
  assert.equal(counts({ max: 2, quiet: true }), [
    [1, 0],
    [1, 1],
  ]);
});

test('warnings are no reason to fail, unless they are as bad as errors', () => {
  assert.is(exitCodeOf([warning], false), 0);
  assert.is(exitCodeOf([warning], true), 1);
  assert.is(exitCodeOf([error], false), 1);
});

test.run();
