import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { folding } from '../../src/service/folding.ts';
import { fixtureLab } from '../lab.helper.ts';
import { analysisOf } from './cursor.helper.ts';

const test = suite('folding');

/** The lines from which to which something is hidden, the first of them still in sight. */
function folds(text: string): readonly string[] {
  const analysis = analysisOf(text);
  return folding(analysis).map(({ span, kind }) => {
    const [first, last] = [analysis.source.positionAt(span.start), analysis.source.positionAt(span.end)];
    return `${kind} ${first.line}-${last.line}`;
  });
}

for (const [lab, lines] of [
  ['point-to-point', []],
  ['bridge', []],
  ['router', ['block 3-6']],
  ['root-router', []],
  ['gateway', []],
  ['two-machines', ['block 1-7', 'block 9-15']],
] as const) {
  test(lab, () => assert.equal(folds(fixtureLab(lab).text), lines));
}

test('loops and blocks in blocks; a block of two lines hides nothing', () => {
  assert.equal(
    folds('for i in 1..2 <\n  ns n{i} <\n    bridge b <\n      mtu 1400\n    >\n  >\n>\nns x <\n>'),
    ['block 1-6', 'block 2-5', 'block 3-4'],
  );
});

test('runs of comments on lines of their own', () => {
  assert.equal(folds('# a\n# b\nns x # c\n# d\n\n# e\n# f\n  # g\n'), ['comment 1-2', 'comment 6-8']);
});

test('a block that the file does not close', () => {
  assert.equal(folds('ns a <\n  bridge b\n  bridge c\n'), ['block 1-3']);
});

test('what is hidden begins behind the bracket', () => {
  const text = 'ns a < # why\n  bridge b\n>';
  const [fold] = folding(analysisOf(text));
  assert.is(text.slice(fold?.span.start, fold?.span.end), ' # why\n  bridge b');
});

test.run();
