// Every byte sequence gets findings, never an exception, and in bearable time.
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { analyze } from '../../src/compile.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { smallFixtureLabs } from '../lab.helper.ts';

const test = suite('hostile input');

/** What a text gives; a fault of netgen's own is one here. */
function rulesOf(text: string): readonly string[] {
  const { diagnostics } = analyze(new SourceText('lab.net', text));
  for (const { rule, span, message } of diagnostics) {
    assert.is.not(rule, 'internal-error', message);
    assert.ok(span.start >= 0 && span.start <= span.end && span.end <= text.length, message);
  }
  return diagnostics.map(({ rule }) => rule);
}

const large = 10_000_000;
for (const [what, text, finds] of [
  ['a word of 10 MB', 'a'.repeat(large), true],
  ['a name of 10 MB', `ns ${'a-'.repeat(large / 2)} < >`, true],
  ['10 MB of labs', 'ns ns17 < veth eth0 -> br0 ip 10.0.17.2/24 gw .1 >\n'.repeat(large / 52), true],
  ['10 MB of one line', 'foo '.repeat(large / 4), true],
  ['10 MB of blanks', ' '.repeat(large), false],
  ['a million blank lines', `${'\n'.repeat(1_000_000)}ns a`, false],
  ['10 MB of comment', `#${'x'.repeat(large)}`, false],
  ['100,000 opening brackets', '<'.repeat(100_000), true],
  ['100,000 closing brackets', '>'.repeat(100_000), true],
  ['100,000 nested namespaces', 'ns a < '.repeat(100_000), true],
  ['100,000 opening braces', '{'.repeat(100_000), true],
  ['100,000 arrows', 'veth a '.concat('-> '.repeat(100_000)), true],
  ['NUL bytes', 'ns a\0 < >\0', true],
  ['an unclosed quote', `ns "${'a'.repeat(1000)}`, true],
  ['a lone surrogate', 'ns \ud800 < >', true],
  ['a range of more than a million', 'ns n{1..2000000} < >', true],
  ['a range of astronomic size', 'ns n{1..99999999999999999999} < >', true],
  ['100,000 nested loops', 'for i in 1..3 < '.repeat(100_000), true],
  ['a megabyte of loops', 'for i in 1..3 < ns n{i} >\n'.repeat(large / 260), true],
  ['a megabyte of the heads of loops', 'for i in '.repeat(large / 90), true],
  ['an expression of 10 MB', `for i in 1..3 < ns n{${'i+'.repeat(large / 2)}i} >`, true],
  ['an expression of 10 MB with blanks', `for i in 1..3 < ns n{${'i + '.repeat(large / 4)}i} >`, true],
  ['loops of astronomic size', 'for i in 1..99999999999999999999 < for j in 1..{i} < ns n{j} > >', true],
  [
    'ranges within ranges',
    'ns n{1..1000} < veth e{1..1000} < ip 10.0.0.{1..1000}/24 route 10.{1..1000}.0.0/16 dev e > >',
    true,
  ],
] as const) {
  test(what, () => assert.is(rulesOf(text).length > 0, finds));
}

const words = [
  'ns',
  'bridge',
  'veth',
  'ip',
  'gw',
  'route',
  'via',
  'expect',
  'all',
  'reaches',
  'host',
  'uplink',
  'forward',
  'nat',
  'for',
  'for i in',
  'in',
];
const pieces = fc.oneof(
  fc.constantFrom(
    ...words,
    '<',
    '>',
    '->',
    ',',
    ';',
    '#',
    '\n',
    '"',
    '{1..3}',
    '1..3',
    '{i}',
    '{i+1}',
    'n{i}',
    '{i}..3',
    'do',
    'done',
    '{',
    '}',
    '.1',
    '::1',
    'br0',
    'ns1',
    'ns1:eth0',
  ),
  fc.constantFrom(
    '10.0.0.1/24',
    'fd00::1/64',
    '10.0.0.0/24',
    'default',
    'root',
    'lo',
    'eth0',
    'a/b',
    '/',
    ':',
    '-',
    '--',
    '=>',
  ),
  fc.string({ maxLength: 6 }),
);

test('random words never make it fail', () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 60 }), fc.constantFrom(' ', '', '\n'), (parts, glue) => {
      rulesOf(parts.join(glue));
    }),
    { numRuns: 3000, seed: 20261124 },
  );
});

test('every prefix of every fixture, and every fixture without one word', () => {
  for (const lab of smallFixtureLabs()) {
    // the grid as one of four routers: each text is compiled some thousand times
    const text = lab.text.replaceAll(' in 1..4 ', ' in 1..2 ');
    for (let end = 0; end <= text.length; end++) rulesOf(text.slice(0, end));
    for (const match of text.matchAll(/\S+/g))
      rulesOf(text.slice(0, match.index) + text.slice(match.index + match[0].length));
  }
});

test.run();
