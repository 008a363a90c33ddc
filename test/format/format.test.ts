// One law for blanks, line breaks and `;`: each rule of it as a text and what becomes of it.

import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { format } from '../../src/format/format.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { fixtureLabs, root } from '../lab.helper.ts';

const test = suite('format');

function formatted(text: string): string {
  const result = format(new SourceText('lab.net', text));
  assert.equal(
    result.diagnostics.map(({ message }) => message),
    [],
  );
  return result.text;
}

const narrow = 'ip 10.0.0.1/24, 10.0.0.2/24, 10.0.0.3/24, 10.0.0.4/24, 10.0.0.5/24';
const wide = `${narrow}, 10.0.0.6/24`;

const cases: readonly (readonly [string, string, string])[] = [
  [
    'words stand one blank apart',
    'bridge\tbr0   ip 10.0.0.1/24,fd00::1/64',
    'bridge br0 ip 10.0.0.1/24, fd00::1/64\n',
  ],
  ['signs need no blanks in the source', 'ns a<veth e->br0>', 'ns a < veth e -> br0 >\n'],
  ['a value stands on the line of its word', 'ns\na\n<\n>', 'ns a < >\n'],
  ['a statement a line', 'forward ns a < > ns b', 'forward\nns a < >\nns b\n'],
  ['two blanks a level', 'host h <\nns a <\nlo\n>\n>', 'host h <\n  ns a <\n    lo\n  >\n>\n'],
  [
    'a block on one line stays on one line',
    'ns a <veth e  ip 10.0.0.1/24>',
    'ns a < veth e ip 10.0.0.1/24 >\n',
  ],
  ['a block on several lines stays on several', 'ns a < veth e\n>', 'ns a <\n  veth e\n>\n'],
  [
    'what is around a broken block is broken',
    'ns a < veth e <\nmtu 1400 > >',
    'ns a <\n  veth e <\n    mtu 1400\n  >\n>\n',
  ],
  [
    'a block that is too wide for a line is broken, the outer one first',
    `ns a < veth to-router ${narrow} < mtu 1400 > >`,
    `ns a <\n  veth to-router ${narrow} < mtu 1400 >\n>\n`,
  ],
  [
    'attributes that are too wide for a line go on deeper',
    `bridge br0 ${wide} mac 02:00:00:00:00:01 mtu 1400`,
    `bridge br0 ${wide}\n  mac 02:00:00:00:00:01 mtu 1400\n`,
  ],
  [
    'an attribute on a line of its own stays there',
    'bridge br0\nip 10.0.0.1/24',
    'bridge br0\n  ip 10.0.0.1/24\n',
  ],
  [
    'each level of attributes is deeper',
    'veth e\nroute 10.1.0.0/16\nvia .1',
    'veth e\n  route 10.1.0.0/16\n    via .1\n',
  ],
  [
    'the block of attributes on several lines stands apart',
    'bridge b\nip 10.0.0.1/24 <\nmtu 1400 >',
    'bridge b\n  ip 10.0.0.1/24\n<\n  mtu 1400\n>\n',
  ],
  [
    'a block in a line of attributes',
    'lo route 10.1.0.0/16 via .1 < mtu 1400 > ip 10.0.0.1/24',
    'lo route 10.1.0.0/16 via .1 < mtu 1400 > ip 10.0.0.1/24\n',
  ],
  [
    'nothing follows a broken block on its line',
    'lo route 10.1.0.0/16 <\nmtu 1400\n> ip 10.0.0.1/24',
    'lo\n  route 10.1.0.0/16 <\n    mtu 1400\n  >\n  ip 10.0.0.1/24\n',
  ],
  ['no `;` at line ends', 'forward;\nns a < >;;\n;ns b;', 'forward\nns a < >\nns b\n'],
  [
    'a `;` that ends a device stays',
    'bridge br0 ;\n\nroute 10.0.0.0/8 via .1',
    'bridge br0;\n\nroute 10.0.0.0/8 via .1\n',
  ],
  [
    'also behind its last attribute',
    'nat 10.0.0.0/8; route 10.0.0.0/8 via .1; gw .1\nlo route 10.1.0.0/16 via .1; gw .1',
    'nat 10.0.0.0/8\nroute 10.0.0.0/8 via .1\ngw .1\nlo route 10.1.0.0/16 via .1;\ngw .1\n',
  ],
  [
    'but not behind a block',
    'bridge br0 < >;\nroute 10.0.0.0/8 via .1',
    'bridge br0 < >\nroute 10.0.0.0/8 via .1\n',
  ],
  [
    'a `;` on one line stays where it separates',
    'ns a <; forward ;; lo veth b ; >',
    'ns a < forward; lo veth b >\n',
  ],
  ['a comment at the end of a line, two blanks behind', 'forward# why', 'forward  # why\n'],
  [
    'a comment of its own line, at the level of what follows',
    'ns a <\n# one\nlo\n# two\n>\n    # three',
    'ns a <\n  # one\n  lo\n  # two\n>\n# three\n',
  ],
  ['comments are not aligned', 'forward # a\nns abc < >    # b', 'forward  # a\nns abc < >  # b\n'],
  [
    'a comment does not count for the width',
    `bridge br0 ${wide} # ${'x'.repeat(90)}`,
    `bridge br0 ${wide}  # ${'x'.repeat(90)}\n`,
  ],
  ['a comment behind `<` and behind `>`', 'ns a < # one\n> # two', 'ns a <  # one\n>  # two\n'],
  ['a comment before `<`', 'ns a # one\n# two\n< lo >', 'ns a <  # one\n  # two\n  lo\n>\n'],
  [
    'comments before `,` and `;`',
    'lo ip 10.0.0.1/8 # one\n, 10.0.0.2/8 # two\n; # three\ngw .1',
    'lo\n  ip 10.0.0.1/8,  # one\n    10.0.0.2/8;  # two\n# three\ngw .1\n',
  ],
  [
    'comments among attributes',
    'bridge b # one\n# two\nip 10.0.0.1/8 # three\nmtu 1400',
    'bridge b  # one\n  # two\n  ip 10.0.0.1/8  # three\n  mtu 1400\n',
  ],
  ['a comment keeps its text', 'forward #  a;b <  c \t', 'forward  #  a;b <  c\n'],
  ['a comment alone', '\n\n# one\n\n\n\n# two\n\n', '# one\n\n# two\n'],
  ['several blank lines are one', '\nforward\n\n \n\nlo\n\n', 'forward\n\nlo\n'],
  ['none at the start or end of a block', 'ns a <\n\n# one\n\nlo\n\n>', 'ns a <\n  # one\n\n  lo\n>\n'],
  ['a `;` is no blank line, and hides none', 'forward\n;\nlo\n\n;\n\nns a', 'forward\nlo\n\nns a\n'],
  ['line ends, byte order mark', '\ufeffforward\r\n\r\nns a # one\r\n', 'forward\n\nns a  # one\n'],
  ['a CR alone ends a line', 'forward\rns a # one\rlo', 'forward\nns a  # one\nlo\n'],
  [
    'ranges and short addresses as they are',
    'ns a{01..03} < lo ip 10.0.0.{1,2,3}/8 gw .1 >',
    'ns a{01..03} < lo ip 10.0.0.{1,2,3}/8 gw .1 >\n',
  ],
  ['other blanks are blanks', 'ns a <\n\flo >\v\u00a0ns b', 'ns a <\n  lo\n>\nns b\n'],
  ['nothing', ' \n\t\n', ''],
];

for (const [name, before, after] of cases) {
  test(name, () => {
    assert.is(formatted(before), after);
    assert.is(formatted(after), after);
  });
}

test('a file with an error of syntax is left as it is, and the error is said', () => {
  for (const text of ['ns  a <', 'ns  a { lo }', '{ "a":  1 }', 'ns  a forward', 'bridge  b\0']) {
    const result = format(new SourceText('lab.net', text));
    assert.is(result.text, text);
    assert.ok(result.diagnostics.length > 0, text);
    for (const { rule } of result.diagnostics) assert.is(rule, 'syntax');
  }
});

test('a file with other errors is formatted', () => {
  assert.is(formatted('ns  a < veth e->nowhere >'), 'ns a < veth e -> nowhere >\n');
});

test('a suppressed finding stays right before its statement', () => {
  const text = 'ns a <\n  # netgen-ignore unused-bridge: later\n  bridge b\n>\n';
  assert.is(formatted(text.replaceAll(/\n {2}/g, '\n')), text);
});

// The drawing of the one is the article's, which aligns comments; the scripts of the other quote its lines.
const asTheyAre = ['gateway', 'routing'];

test('the labs of the project are formatted, but for two', () => {
  const others = fixtureLabs().filter(({ text }) => formatted(text) !== text);
  assert.equal(
    others.map(({ name }) => name),
    asTheyAre,
  );
  for (const { text } of others) assert.is(unspaced(formatted(text)), unspaced(text));
});

const unspaced = (text: string): string => text.replace(/^ +| +(?=#)/gm, '');

test('the page shows what it does', () => {
  const [before, after] = [
    ...readFileSync(`${root}docs/format.md`, 'utf8').matchAll(/^```net\n(.*?)^```$/gms),
  ].map((match) => match[1] ?? '');
  assert.is.not(before, after);
  assert.is(formatted(before ?? ''), after);
});

test.run();
