import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Rule } from '../../src/check/rule.ts';
import { rules } from '../../src/check/rules.ts';
import { analyze } from '../../src/compile.ts';
import { SourceText } from '../../src/text/source-text.ts';

const test = suite('running the rules');

test('a rule that throws is reported, and keeps no other from being heard', () => {
  const throwing: Rule = {
    name: 'thrower',
    summary: 'throws',
    *check({ lab }) {
      yield { span: { start: 0, end: 3 }, message: 'What it found before.' };
      throw new TypeError(`no ${lab.name}\nand more`);
    },
  };
  const source = new SourceText('lab.net', 'ns a\nbridge br0\n');
  const { diagnostics } = analyze(source, { rules: [throwing, ...rules] });
  assert.equal(
    diagnostics.map(({ rule, message }) => `${rule}: ${message}`),
    [
      'internal-error: The rule `thrower` failed: TypeError: no lab.',
      'thrower: What it found before.',
      ...analyze(source).diagnostics.map(({ rule, message }) => `${rule}: ${message}`),
    ],
  );
});

test.run();
