// What people get wrong in writing: one message for each mistake, on the word that is wrong, with what to write.
import { suite } from 'uvu';
import { expectClean, expectFindings } from '../lab.helper.ts';

const test = suite('syntax errors');

const cases: readonly (readonly [what: string, text: string, messages: readonly string[]])[] = [
  [
    'a word from elsewhere',
    'bridge br0\nns a < veth e -> br0 ip 10.0.0.2/24 <|gateway|> .1 >',
    ['syntax: There is no word `gateway` here; did you mean `gw`?'],
  ],
  [
    'three misspelt words are three messages',
    '<|brigde|> br0\nns a < <|vteh|> e -> br0 ip 10.0.0.2/24 <|roote|> default via .1 >',
    [
      'syntax: There is no word `brigde` here; did you mean `bridge`?',
      'syntax: There is no word `vteh` here; did you mean `veth`?',
      'syntax: There is no word `roote` here; did you mean `route`?',
    ],
  ],
  [
    'an unknown attribute',
    'bridge br0 <|colour|> red ip 10.0.0.1/24',
    [
      'syntax: `bridge` has no attribute `colour`. | bridge takes `ip`, `mtu`, `mac`, `route`, `gw`, `rule`, `neigh`',
    ],
  ],
  [
    'a forgotten arrow',
    'bridge br0\nns a < veth e <|br0|> ip 10.0.0.2/24 >',
    ['syntax: `veth` has no attribute `br0`. | if this is where it ends, write `-> br0`'],
  ],
  [
    'an equals sign',
    'bridge br0 <|ip=10.0.0.1/24|>',
    ['syntax: No `=` stands between a word and its value. | write `ip 10.0.0.1/24`'],
  ],
  [
    'a missing name',
    '<|bridge|>\nns client < >',
    ['syntax: `bridge` needs the name of a device. | write `bridge br0`'],
  ],
  [
    'a missing value before an attribute',
    'ns a < veth e -> b:f <|ip|> mtu 1500 >\nns b',
    ['syntax: `ip` needs an address, not `mtu`. | write `ip 192.168.1.2/24`'],
  ],
  [
    'a missing >, before the next namespace',
    'bridge br0\nns a < veth e -> br0 ip 10.0.0.2/24 gw <|.1|>\nns b < veth e -> br0 >',
    ['syntax: The block of `ns` is not closed: a `>` is missing behind this.'],
  ],
  [
    'a missing > at the end of the file',
    'bridge br0\nns a <\n  veth e -> <|br0|>\n',
    ['syntax: The block of `ns` is not closed: a `>` is missing behind this.'],
  ],
  ['a > too much', 'bridge br0 < > <|>|>', ['syntax: This `>` closes nothing.']],
  [
    'braces for blocks are said once',
    'bridge br0\nns a <|{|> veth e -> br0 }\nns b { veth e -> br0 }',
    ['syntax: `{` is written `<` here.'],
  ],
  ['another arrow', 'bridge br0\nns a < veth e <|=>|> br0 >', ['syntax: `=>` is written `->` here.']],
  [
    'quotes',
    'bridge <|"br0"|>\nns "a" < veth e -> br0 >',
    ['syntax: No quotes are needed here. | write `br0`'],
  ],
  [
    'a block-less ns',
    'ns r1 <|forward|>',
    ['syntax: What belongs to `ns r1` stands in its block. | write `ns r1 < forward >`'],
  ],
  [
    'something behind a block',
    'bridge br0 < ip 10.0.0.1/24 > <|mtu|> 1400',
    ['syntax: Nothing stands behind a block: `mtu` belongs before the `<` of this bridge, or inside.'],
  ],
  [
    'a word in the wrong place',
    'forward\n<|mtu|> 1400',
    [
      'syntax: `mtu` cannot stand at the top level. | it stands behind `bridge`, behind `veth`, behind `uplink`, behind `route` or behind `gw`',
    ],
  ],
  ['said twice', 'bridge br0 mtu 1400 <|mtu|> 1500', ['syntax: `mtu` is said twice of one bridge.']],
  [
    'pasted shell lines are one message',
    '<|sudo ip link add br0 type bridge|>\nip link set br0 up\nns a',
    [
      'syntax: This is a shell command, not a statement of a lab (and so are the next 1). | in a lab this is `bridge br0`',
    ],
  ],
  [
    'a netmask',
    'bridge br0 ip <|10.0.0.1 netmask 255.255.255.0|>',
    ['syntax: The length of a prefix stands behind a `/`, in bits. | write `10.0.0.1/24`'],
  ],
  [
    'a torn address',
    'bridge br0 ip <|10.0.0.1 / 24|>',
    ['syntax: An address and its length are one word. | write `10.0.0.1/24`'],
  ],
  [
    'a comma between attributes',
    'bridge br0 ip 10.0.0.1/24<|,|> mtu 1400',
    ['syntax: There is nothing to separate here.'],
  ],
  ['an unclosed range', 'ns <|n{1..3|> < >', ['syntax: The `{` in `n{1..3` is not closed.']],
  ['a range with blanks', 'ns <|n{ 1..3 }|>', ['syntax: A range has no blanks inside. | write `n{1..3}`']],
  ['a letter that is none', 'ns <|né|> < >', ['syntax: `né` holds `é`, which stands in no word of a lab.']],
  [
    'an expectation without its verb',
    'ns a\nexpect a <|b|>',
    ['syntax: `expect` has no attribute `b`. | did you mean `reaches b`?'],
  ],
  ['comments of another language', 'bridge br0 <|// the switch|>', ['syntax: Comments begin with `#`.']],
  ['JSON', '<|{ "nodes": [] }|>', ['syntax: This is JSON, not a lab file.']],
  ['YAML', '<|topology:|>\n  nodes:\n    a: 1\n', ['syntax: This is YAML, not a lab file.']],
  ['a script', '<|#!/bin/bash|>\nip netns add a\n', ['syntax: This is a shell script, not a lab file.']],
];

for (const [what, text, messages] of cases) test(what, () => expectFindings(text, messages, 'named'));

for (const [what, text] of [
  ['an empty file', ''],
  ['comments alone', '# nothing\n\n# at all'],
  ['a keyword as a name', 'ns gw < veth eth0 -> ns:ip >\nns ns < veth ip -> gw:eth0 >'],
  ['CRLF, tabs and a byte order mark', '\ufeffbridge br0\r\nns\ta\t<\tveth e -> br0\t>\r\n'],
  ['a lone CR as line end', 'bridge br0 # comment\rns a < veth e -> br0 >\r'],
  ['semicolons', 'bridge br0; ns a < veth e -> br0; lo ip 10.9.9.9/32; >;'],
  ['no blanks around signs', 'bridge br0\nns a<veth e->br0 ip 10.0.0.1/24,fd00::1/64>'],
  [
    'everything on one line',
    'bridge br0 ip 10.0.0.1/24 ns a < veth e -> br0 ip 10.0.0.2/24 gw .1 > expect a reaches root',
  ],
] as const) {
  test(`no finding: ${what}`, () => expectClean(text));
}

test.run();
