// Findings as people see them.
import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts';
import { formatText, text } from '../../src/report/text.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { fileOf, findingAt, reportOf, spanOf } from './report.helper.ts';

const test = suite('text');

/** What is shown of a finding, without its first line. */
function shown(source: string, diagnostic: Diagnostic): string {
  return formatText(diagnostic, new SourceText('lab.net', source), false).split('\n').slice(1).join('\n');
}

/** Claims a frame, line by line. */
function expectFrame(source: string, diagnostic: Diagnostic, ...lines: readonly string[]): void {
  assert.equal(shown(source, diagnostic).split('\n'), [...lines, '']);
}

test('place, severity, sentence and rule; the line; help', () => {
  const source = 'bridge br0\nns a < veth e -> br1 >\n';
  const finding = findingAt(source, 'br1', { message: 'There is no `br1`.', help: 'write `br0`' });
  assert.is(
    formatText(finding, new SourceText('lab.net', source), false),
    [
      'lab.net:2:18: error: There is no `br1`. [a-rule]',
      '> 2 | ns a < veth e -> br1 >',
      '    |                  ^^^',
      '  help: write `br0`',
      '',
    ].join('\n'),
  );
});

test('a fix is shown where the help does not say it already', () => {
  const source = 'ns a';
  const fix = { title: 'write `b`', edits: [{ span: { start: 3, end: 4 }, text: 'b' }] };
  assert.match(shown(source, findingAt(source, 'a', { fix })), /\n {2}fix: write `b`\n$/);
  const both = shown(source, findingAt(source, 'a', { fix, help: 'write `b`' }));
  assert.match(both, /\n {2}help: write `b`\n$/);
  assert.not.match(both, /fix:/);
});

test('a related place on the same line hangs below its words', () => {
  const source = 'bridge br0 ip 10.0.0.1/24, 10.0.0.1/24\n';
  const first = spanOf(source, '10.0.0.1/24');
  const finding = findingAt(source, ', 10.0.0.1/24', {
    span: { start: 27, end: 38 },
    related: [{ span: first, message: 'first given here' }],
  });
  expectFrame(
    source,
    finding,
    '> 1 | bridge br0 ip 10.0.0.1/24, 10.0.0.1/24',
    '    |               -----------  ^^^^^^^^^^^',
    '    |               |',
    '    |               first given here',
  );
});

test('a related place behind the words has its message behind it', () => {
  const source = 'ip 10.0.0.1/24 gw .1\n';
  const related = [{ span: spanOf(source, '.1\n'), message: 'completed here' }];
  expectFrame(
    source,
    findingAt(source, '10.0.0.1/24', { related }),
    '> 1 | ip 10.0.0.1/24 gw .1',
    '    |    ^^^^^^^^^^^    -- completed here',
  );
});

test('several on one line hang from right to left', () => {
  const source = 'aa bb cc dd\n';
  const related = ['aa', 'bb', 'cc'].map((word) => ({ span: spanOf(source, word), message: `this ${word}` }));
  expectFrame(
    source,
    findingAt(source, 'dd', { related }),
    '> 1 | aa bb cc dd',
    '    | -- -- -- ^^',
    '    | |  |  |',
    '    | |  |  this cc',
    '    | |  this bb',
    '    | this aa',
  );
});

test('two with one beginning do not hide each other', () => {
  const source = 'abcd\n';
  const related = [
    { span: { start: 0, end: 4 }, message: 'long' },
    { span: { start: 0, end: 2 }, message: 'short' },
  ];
  expectFrame(
    source,
    findingAt(source, 'abc', { related }),
    '> 1 | abcd',
    '    | ^^^-',
    '    | |',
    '    | long',
    '    | short',
  );
});

test('near lines are in one frame, with the line between', () => {
  const source = 'ns abc\n# between\nns abc\n';
  const finding = findingAt(source, 'abc', {
    span: { start: 20, end: 23 },
    related: [{ span: spanOf(source, 'abc'), message: 'first declared here' }],
  });
  expectFrame(
    source,
    finding,
    '  1 | ns abc',
    '    |    --- first declared here',
    '  2 | # between',
    '> 3 | ns abc',
    '    |    ^^^',
  );
});

test('what lies between far lines is left out; numbers stand below each other', () => {
  const source = `ns abc\n${'\n'.repeat(9)}ns abc\n`;
  const finding = findingAt(source, 'abc', {
    span: { start: source.lastIndexOf('abc'), end: source.lastIndexOf('abc') + 3 },
    related: [{ span: spanOf(source, 'abc'), message: 'first declared here' }],
  });
  expectFrame(
    source,
    finding,
    '   1 | ns abc',
    '     |    --- first declared here',
    '     …',
    '> 11 | ns abc',
    '     |    ^^^',
  );
});

test('a place over several lines: all of three, the first and the last of more', () => {
  const three = 'a <\n  b\n>\n';
  expectFrame(
    three,
    findingAt(three, '<\n  b\n>'),
    '> 1 | a <',
    '    |   ^',
    '> 2 |   b',
    '    |   ^',
    '> 3 | >',
    '    | ^',
  );
  const many = 'a <\n  b\n  c\n  d\n>\n';
  expectFrame(
    many,
    findingAt(many, '<\n  b\n  c\n  d\n>'),
    '> 1 | a <',
    '    |   ^',
    '    …',
    '> 5 | >',
    '    | ^',
  );
});

test('a line end belongs to its line, whatever it is', () => {
  for (const end of ['\n', '\r\n', '\r']) {
    const source = `ns a${end}ns b${end}`;
    expectFrame(source, findingAt(source, `a${end}`), '> 1 | ns a', '    |    ^');
    expectFrame(source, findingAt(source, 'b'), '> 2 | ns b', '    |    ^');
  }
});

test('a place without width, also in an empty file', () => {
  expectFrame('', findingAt('', ''), '> 1 |', '    | ^');
  const source = 'ns';
  expectFrame(source, findingAt(source, 'ns', { span: { start: 2, end: 2 } }), '> 1 | ns', '    |   ^');
});

test('tabs, wide characters and characters outside of the first plane are as wide as they are shown', () => {
  const source = 'ns\ta # 漢字 😀 é here\n';
  const finding = findingAt(source, 'here', { related: [{ span: spanOf(source, '字'), message: 'wide' }] });
  expectFrame(
    source,
    finding,
    '> 1 | ns    a # 漢字 😀 é here',
    '    |             --      ^^^^',
    '    |             |',
    '    |             wide',
  );
  assert.match(
    formatText(findingAt(source, 'here'), new SourceText('lab.net', source), false),
    /^lab\.net:1:15: /,
  );
});

test('of a long line the piece around the words is shown', () => {
  const source = `${'x'.repeat(100_000)} here ${'y'.repeat(100_000)}\n`;
  const [line = '', marks = ''] = shown(source, findingAt(source, 'here')).split('\n');
  assert.match(line, /^> 1 \| …x+ here y+…$/);
  assert.ok(line.length < 180);
  assert.is(marks.indexOf('^'), line.indexOf('here'));
});

test('two places far from each other on a long line are two pieces', () => {
  const source = `first ${'x'.repeat(1000)} second\n`;
  const related = [{ span: spanOf(source, 'first'), message: 'this one' }];
  const lines = shown(source, findingAt(source, 'second', { related })).split('\n');
  assert.match(lines[0] ?? '', /^ {2}1 \| first x+…$/);
  assert.is(lines[1], '    | ----- this one');
  assert.match(lines[2] ?? '', /^> 1 \| …x+ second$/);
  assert.is(lines[3]?.indexOf('^'), lines[2]?.indexOf('second'));
});

test('half of a character is never shown', () => {
  for (const shift of ['', 'x']) {
    const source = `${shift}${'😀'.repeat(500)}here${'😀'.repeat(500)}`;
    assert.not.match(shown(source, findingAt(source, 'here')), /\ufffd/);
  }
});

test('colour only where it is asked for', () => {
  const source = 'ns a\nns a\n';
  const finding = findingAt(source, 'a', {
    related: [{ span: { start: 8, end: 9 }, message: 'here' }],
    help: 'do',
  });
  const plain = formatText(finding, new SourceText('lab.net', source), false);
  const coloured = formatText(finding, new SourceText('lab.net', source), true);
  assert.not.ok(plain.includes('\u001b'));
  assert.ok(coloured.includes('\u001b[31m^'));
  assert.ok(coloured.includes('\u001b[36m- here'));
  assert.is(stripVTControlCharacters(coloured), plain);
  const warning = formatText({ ...finding, severity: 'warning' }, new SourceText('lab.net', source), true);
  assert.ok(warning.includes('\u001b[33mwarning'));
});

test('whatever a file holds, its control characters do not reach the terminal, and each mark is on a shown line', () => {
  const unit = fc.constantFrom(
    'a',
    'b',
    ' ',
    '\t',
    '\n',
    '\r',
    '\u001b',
    '\u0000',
    '\u202e',
    '\u2028',
    '😀',
    '漢',
    '\ud800',
    '\u0085',
    'é',
  );
  fc.assert(
    fc.property(
      fc.string({ unit, maxLength: 400 }),
      fc.array(fc.tuple(fc.nat(400), fc.nat(60)), { minLength: 1, maxLength: 4 }),
      (source, places) => {
        const [span = { start: 0, end: 0 }, ...others] = places.map(([at, length]) => {
          const start = Math.min(at, source.length);
          return { start, end: Math.min(start + length, source.length) };
        });
        const related = others.map((one) => ({ span: one, message: 'here' }));
        const frame = formatText(
          findingAt('', '', { span, related }),
          new SourceText('x.net', source),
          false,
        );
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
        assert.not.match(frame, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u202e]|\p{Surrogate}/u);
        assert.is(frame.match(/\bhere\b/g)?.length ?? 0, related.length);
        assert.match(frame, /\^/);
      },
    ),
    { seed: 1, numRuns: 500 },
  );
});

test('the marks stand under the words', () => {
  const unit = fc.constantFrom('a', 'b', ' ', '漢', '\t');
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 300 }), fc.string({ unit, maxLength: 300 }), (before, after) => {
      const source = `${before}<word>${after}`;
      const [line = '', marks = ''] = shown(source, findingAt(source, '<word>')).split('\n');
      const columns = [...(line.split('<word>')[0] ?? '')].reduce((sum, c) => sum + (c === '漢' ? 2 : 1), 0);
      assert.is(marks.indexOf('^'), columns);
      assert.match(marks, /[^^]\^{6}$/);
    }),
    { seed: 2, numRuns: 300 },
  );
});

test('the last line counts', () => {
  const source = 'ns a\n';
  const error = findingAt(source, 'a');
  const warning: Diagnostic = { ...error, severity: 'warning' };
  const fixable = { ...error, fix: { title: 't', edits: [{ span: error.span, text: 'b' }] } };
  const last = (...args: Parameters<typeof reportOf>): string =>
    text(reportOf(...args))
      .split('\n\n')
      .at(-1) ?? '';
  assert.is(last([fileOf('a.net', source)]), '');
  assert.is(last([fileOf('a.net', source, error)]), '1 error\n');
  assert.is(last([fileOf('a.net', source, error), fileOf('b.net', source)]), '1 error\n');
  assert.is(
    last([fileOf('a.net', source, error, warning), fileOf('b.net', source, error, warning, warning)]),
    '2 errors, 3 warnings in 2 files\n',
  );
  assert.is(last([fileOf('a.net', source, fixable)]), '1 error; 1 can be fixed with --fix\n');
  assert.is(last([fileOf('a.net', source)], { fixed: 2 }), '2 findings fixed\n');
  assert.is(last([fileOf('a.net', source, error)], { fixed: 1 }), '1 finding fixed; 1 error\n');
  const file = { ...fileOf('a.net', source, error), left: [error, warning] };
  assert.match(text(reportOf([file])), /\n\n… and 2 more\n\n2 errors, 1 warning\n$/);
});

test.run();
