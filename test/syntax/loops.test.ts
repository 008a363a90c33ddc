// Loops as people write them who come from another language: one finding, with what to write, and what stands in the
// block is read all the same.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { expectFindings, labOf } from '../lab.helper.ts';

const test = suite('loops of other languages');
const three = 'syntax: A loop is not written so in a lab. | write `for i in 1..3 < … >`';
const body = 'ns n{i} < bridge b ip 10.0.{i}.1/24 >';
const end = 'ns last < bridge c ip 10.0.9.1/24 >';

for (const [text, message] of [
  [`<|for i 1..3|> < ${body} >`, three],
  [`<|for i = 1..3|> < ${body} >`, three],
  [`<|for i=1..3|> < ${body} >`, three],
  [`<|for i := 1..3|> < ${body} >`, three],
  [`<|for i = 1 to 3|> < ${body} >`, three],
  [`<|for i of 1..3|> < ${body} >`, three],
  [`<|for i from 1 to 3|> < ${body} >`, three],
  [`<|for i in 1 .. 3|> < ${body} >`, three],
  [`<|for i in 1 to 3|> < ${body} >`, three],
  [`<|for (i=1;i<4;i++)|> < ${body} >`, three],
  [`<|for (int i = 1; i <= 3; i++)|> <\n  ${body}\n>`, three],
  [`<|for (i in 1:3)|> < ${body} >`, three],
  [`<|for ((i=1; i<=3; i++)); do|>\n  ${body}\ndone`, three],
  [`<|for i in range(1,4)|> < ${body} >`, three],
  [`<|for i in range(1, 4):|>\n  ${body}`, three],
  [`<|for i in $(seq 1 3)|> < ${body} >`, three],
  [`<|for i in \`seq 3\`; do|>\n  ${body}\ndone`, three],
  [`<|for i in $(seq 1 3); do|> ${body.replaceAll('{i}', '$i')}; done`, three],
  [`<|for i in {1..3}; do|>\n  ${body.replaceAll('{i}', '$i')}\ndone`, three],
  [`<|for i in {1..3}\ndo|>\n  ${body}\ndone`, three],
  [
    `<|for i in 1 2 3|> < ${body} >`,
    'syntax: A loop is not written so in a lab. | write `for i in 1, 2, 3 < … >`',
  ],
  [
    `<|for i in 1 2 3; do|>\n${body}\ndone`,
    'syntax: A loop is not written so in a lab. | write `for i in 1, 2, 3 < … >`',
  ],
  [
    `for i in <|{1..3}|> < ${body} >`,
    'bad-range: `{1..3}` is not how a `for` has its values. | write `1..3`',
  ],
  [
    `for i in <|{1,2,3}|> < ${body} >`,
    'bad-range: `{1,2,3}` is not how a `for` has its values. | write `1, 2, 3`',
  ],
  [`for i in <|1-3|> < ${body} >`, 'bad-range: `1-3` is not how a `for` has its values. | write `1..3`'],
  [`for i in <|1...3|> < ${body} >`, 'bad-range: `1...3` is not how a `for` has its values. | write `1..3`'],
  [`<|foreach|> i in 1..3 < ${body} >`, 'syntax: There is no word `foreach` here; did you mean `for`?'],
  [
    `<|for|> i in 1..3 ${body}`,
    'syntax: What `for` repeats stands in its block, and here is none. | write `for i in 1..3 < … >`',
  ],
  [`<|for|> i in 1..3\n  ${body}`, 'syntax: What `for` repeats stands in its block, and here is none.'],
  [`<|for|> i in 1..3\n  ${body}\n>`, 'syntax: What `for` repeats stands in its block, and here is none.'],
  [`for i in 1..3 <|{|> ${body} }`, 'syntax: `{` is written `<` here.'],
  [
    `for i in 1..3 <\n  <|${body}|>`.replace(/<\|(.*)>\|>/, '$1<|>|>'),
    'syntax: The block of `for` is not closed: a `>` is missing behind this.',
  ],
] as const) {
  const source = `${text}\n${end}\nexpect n1 reaches 10.0.1.1\nexpect n3 reaches 10.0.3.1\n`;
  test(text.replace(/<\||\|>/g, '').replace(/\n/g, ' ⏎ '), () => {
    expectFindings(source, [message], 'named');
    assert.equal(
      labOf(source.replace(/<\||\|>/g, '')).hosts[0]?.namespaces.map(({ name }) => name),
      ['n1', 'n2', 'n3', 'last'],
    );
  });
}

for (const [text, message] of [
  [
    `<|for|> < ${body} >`,
    'syntax: `for` needs the name of a variable, not `<`. | write `for i in 1..3 < … >`',
  ],
  [`<|for|> i < ${body} >`, 'syntax: `for` needs `in`, not `<`. | write `for i in 1..3 < … >`'],
  [
    `<|for|> i in < ${body} >`,
    'syntax: `for` needs a range or values, not `<`. | write `for i in 1..3 < … >`',
  ],
  [`<|for in 1..3|> < ${body} >`, three],
  [`<|for (;;)|> < ${body} >`, three],
  [
    `for i in 1..3 < <|lab|> x; ${body} >`,
    'syntax: `lab` is said once of a lab: it cannot stand in a `for`. | write it before the `for`',
  ],
  [
    `bridge x < for i in 1..3 < <|mtu|> 1400 > >\nfor i in 1..3 < ${body} >`,
    'syntax: `mtu` is said once of a bridge: it cannot stand in a `for`. | write it before the `for`',
  ],
  [`for i in 1..3 < <|mtu|> 1400; ${body} >`, 'syntax: `mtu` cannot stand at the top level.'],
] as const) {
  test(text.replace(/<\||\|>/g, ''), () =>
    expectFindings(`${text}\n${end}\nexpect n1 reaches 10.0.1.1\n`, [message], 'named'),
  );
}

test('what a word that is not known would have named is not called unknown', () =>
  expectFindings(
    'for i in 1..3 < <|namspc|> n{i} < bridge b > >\nexpect n1 reaches n3',
    ['syntax: There is no word `namspc`.'],
    'named',
  ));

test.run();
