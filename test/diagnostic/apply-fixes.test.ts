import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { applyFixes } from '../../src/diagnostic/apply-fixes.ts';
import type { Diagnostic, Edit } from '../../src/diagnostic/diagnostic.ts';

const test = suite('applying fixes');

function finding(start: number, ...edits: readonly Edit[]): Diagnostic {
  const fix = { title: 'write it', edits };
  return { rule: 'a-rule', severity: 'error', span: { start, end: start }, message: 'It is wrong.', fix };
}

const edit = (start: number, end: number, text: string): Edit => ({ span: { start, end }, text });

test('edits of several findings, and several of one', () => {
  const fixes = [finding(0, edit(0, 1, 'A'), edit(4, 5, 'E')), finding(2, edit(2, 3, ''))];
  assert.is(applyFixes('abcdef', fixes).text, 'AbdEf');
});

test('of two that meet, the first in the text is made', () => {
  const late = finding(1, edit(1, 3, '-'));
  const early = finding(0, edit(0, 2, '+'));
  const result = applyFixes('abcdef', [late, early]);
  assert.is(result.text, '+cdef');
  assert.equal(result.applied, [early]);
});

test('a fix is made whole or not at all', () => {
  const first = finding(0, edit(3, 4, 'D'));
  const torn = finding(1, edit(1, 2, 'B'), edit(3, 5, '!'));
  assert.is(applyFixes('abcdef', [first, torn]).text, 'abcDef');
});

test('neighbours do not meet; two insertions in one place do', () => {
  assert.is(applyFixes('abcd', [finding(0, edit(0, 2, 'x')), finding(2, edit(2, 4, 'y'))]).text, 'xy');
  assert.is(applyFixes('ab', [finding(1, edit(1, 1, 'x')), finding(1, edit(1, 1, 'y'))]).text, 'axb');
});

test('without fixes nothing changes', () => {
  const { fix: _, ...bare } = finding(0);
  assert.equal(applyFixes('abc', [bare, finding(1)]), { text: 'abc', applied: [] });
});

const text = 'abcdefghijklmnopqrst';
/** The edits of a fix: in order, none meeting another. */
const edits = fc.uniqueArray(fc.nat(text.length), { minLength: 2, maxLength: 6 }).chain((places) =>
  fc.array(fc.string({ maxLength: 3 }), { minLength: 3, maxLength: 3 }).map((words) => {
    const sorted = places.toSorted((a, b) => a - b);
    return words.flatMap((word, index) => {
      const [start, end] = [sorted[2 * index], sorted[2 * index + 1]];
      return start === undefined || end === undefined ? [] : [edit(start, end, word)];
    });
  }),
);
const findings = fc.array(
  fc.tuple(fc.nat(text.length), edits).map(([start, list]) => finding(start, ...list)),
  { maxLength: 6 },
);

test('what is made does not meet, and is in the text as if it were made one by one from the end', () => {
  fc.assert(
    fc.property(findings, (all) => {
      const { text: result, applied } = applyFixes(text, all);
      const made = applied
        .flatMap(({ fix }) => fix?.edits ?? [])
        .toSorted((a, b) => b.span.start - a.span.start);
      for (const [index, { span }] of made.entries()) {
        const before = made[index + 1];
        assert.ok(!before || before.span.end <= span.start);
      }
      const wanted = made.reduce(
        (now, { span, text: word }) => now.slice(0, span.start) + word + now.slice(span.end),
        text,
      );
      assert.is(result, wanted);
    }),
    { seed: 7, numRuns: 1000 },
  );
});

test('what is not made meets something that is', () => {
  fc.assert(
    fc.property(findings, (all) => {
      const { applied } = applyFixes(text, all);
      const made = applied.flatMap(({ fix }) => fix?.edits ?? []);
      for (const one of all) {
        if (applied.includes(one)) continue;
        const meets = one.fix?.edits.some(({ span: a }) =>
          made.some(({ span: b }) => a.start === b.start || (a.start < b.end && b.start < a.end)),
        );
        assert.ok(meets);
      }
      assert.is(all.length === 0, applied.length === 0);
    }),
    { seed: 8, numRuns: 1000 },
  );
});

test.run();
