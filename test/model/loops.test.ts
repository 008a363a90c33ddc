// Loops: what they make, and what is said of those that make nothing good.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { compiled, expectFindings, labOf } from '../lab.helper.ts';

const test = suite('loops');

for (const [what, text, names] of [
  ['a range', 'for i in 1..3 < ns n{i} >', ['n1', 'n2', 'n3']],
  ['downwards', 'for i in 3..1 < ns n{i} >', ['n3', 'n2', 'n1']],
  ['with a step', 'for i in 0..7..3 < ns n{i} >', ['n0', 'n3', 'n6']],
  ['with a step, downwards', 'for i in 7..0..3 < ns n{i} >', ['n7', 'n4', 'n1']],
  ['with zeros in front, as bash', 'for i in 08..10 < ns n{i}-{i+1} >', ['n08-9', 'n09-10', 'n10-11']],
  ['letters', 'for x in a..c < ns n{x} >', ['na', 'nb', 'nc']],
  ['texts, numbers and ranges', 'for x in left, 7, 2..1 < ns n{x} >', ['nleft', 'n7', 'n2', 'n1']],
  ['items that are numbers are calculated with', 'for x in 7, 9 < ns n{x+1} >', ['n8', 'n10']],
  [
    'an item with an expression',
    'for i in 1..2 < for x in {i*10}, b{i} < ns n{x} > >',
    ['n10', 'nb1', 'n20', 'nb2'],
  ],
  ['every pair once', 'for i in 1..3 < for j in {i+1}..3 < ns n{i}{j} > >', ['n12', 'n13', 'n23']],
  ['bounds of an expression go upwards only', 'for i in 1..2 < for j in 1..{i-1} < ns n{i}{j} > >', ['n21']],
  [
    'and downwards with a negative step',
    'for i in 2..3 < for j in {i}..1..-1 < ns n{i}{j} > >',
    ['n22', 'n21', 'n33', 'n32', 'n31'],
  ],
  [
    'one after the other with one variable',
    'for i in 1..2 < ns a{i} > for i in 1..2 < ns b{i} >',
    ['a1', 'a2', 'b1', 'b2'],
  ],
  ['a block over many lines', 'for i in\n  1,\n  2\n<\n  ns n{i}\n>', ['n1', 'n2']],
] as const) {
  test(what, () => {
    expectFindings(text, [], 'named');
    assert.equal(
      labOf(text).hosts[0]?.namespaces.map(({ name }) => name),
      names,
    );
  });
}

for (const [what, text] of [
  ['in a host', 'host h < for i in 1..2 < ns n{i} < veth e -> root:v{i} > veth v{i} ip 10.0.{i}.1/24 > >'],
  ['in a namespace', 'ns a < for i in 1..2 < bridge b{i} ip 10.0.{i}.1/24 > >'],
  [
    'in a device, whose words stand around it',
    'ns a < bridge b < for i in 1..2 < ip 10.0.{i}.1/24 > mtu 1400 > >',
  ],
  [
    'in a route',
    'ns a < bridge b ip 10.0.0.1/24; route 10.1.0.0/16 < for i in 2..4 < nexthop via 10.0.0.{i} > metric 5 > >',
  ],
  ['hosts', 'for i in 1..2 < host h{i} < uplink eth0 ip 10.0.0.{i}/24 > > expect h1 reaches h2'],
  [
    'inside the copies of a range',
    'bridge b\nns n{1..2} < for j in 1..2 < bridge c{j} > veth e -> b ip 10.0.0.{1..2}/24 >',
  ],
  [
    'a name that is a word of the language stays one',
    'ns for < bridge in >\nbridge for ip 10.0.0.1/24\nexpect root reaches 10.0.0.1',
  ],
] as const) {
  test(`it stands ${what}`, () => expectFindings(text, [], 'named'));
}

const br = 'bridge br0\n';
for (const [what, text, messages] of [
  [
    'the value is named',
    `${br}for i in 1..200 < ns n{i} < veth e -> <|br{i}|> > >`,
    ['unknown-name: With i = 1: There is no bridge or cable end `br1`; did you mean `br0`? (and 199 more)'],
  ],
  [
    'the first that is wrong is named',
    `${br}for i in 254..257 < ns n{i} < veth e -> br0 ip <|10.0.0.{i}/16|> > >`,
    ['bad-address: With i = 256: `10.0.0.256/16` is no IP address. (and 1 more)'],
  ],
  [
    'the outer variables, too',
    'for i in 1..2 < for j in 2..3 < ns n{i}{j} < bridge <|{j}|> > > >',
    ['bad-name: With i = 1, j = 2: `2` is no name of a device: it holds no letter. (and 3 more)'],
  ],
  [
    'not where all copies say the same',
    `${br}for i in 1..3 < ns n{i} < veth e -> <|br1|> > >`,
    ['unknown-name: There is no bridge or cable end `br1`; did you mean `br0`?'],
  ],
  [
    'two copies of one name',
    'for i in 0..3 < ns <|n{i/2}|> >',
    ['duplicate-name: With i = 1: There is a namespace `n0` already. (and 1 more)'],
  ],
  [
    'an unknown variable',
    'for idx in 1..3 < ns <|n{inx}|> >\nexpect n1 reaches n2',
    ['unknown-name: There is no variable `inx` here; did you mean `idx`?'],
  ],
  [
    'an unknown variable that is like none',
    'for i in 1..3 < ns <|n{size}|> >',
    ['unknown-name: There is no variable `size` here. | there is `i`'],
  ],
  [
    'a variable outside of its loop',
    'ns <|n{i}|>',
    [
      'bad-range: `{i}` is no range, and no `for` around it has a variable `i`. | write `{1..3}` or `{a,b}`, or put it into `for i in 1..3 < … >`',
    ],
  ],
  [
    'a range in a loop',
    'for i in 1..3 < ns <|n{1..3}|> >\nexpect n1 reaches n2',
    [
      'bad-range: Ranges do not stand in a `for`: `{1..3}` would be an expression here. | write a `for` of its own: `for j in 1..3 < … >`',
    ],
  ],
  [
    'a list in a loop',
    'for i in 1..3 < ns <|n{a,b}|> >',
    [
      'bad-range: Ranges do not stand in a `for`: `{a,b}` would be an expression here. | write a `for` of its own: `for j in a, b < … >`',
    ],
  ],
  [
    'a text that is calculated with',
    'for x in a, b < ns <|n{x+1}|> >\nexpect n1 reaches na',
    ['bad-expression: With x = a: `x` is the text `a`: nothing can be calculated with it. (and 1 more)'],
  ],
  [
    'a division by zero',
    'for i in 0..2 < ns <|n{4/i}|> >',
    ['bad-expression: With i = 0: This divides by zero.'],
  ],
  [
    'a rest by zero',
    'for i in 0..1 < ns <|n{4%i}|> >',
    ['bad-expression: With i = 0: This asks for the rest of a division by zero.'],
  ],
  [
    'a number that does not fit',
    'for i in 1..2 < ns <|n{i*9007199254740991}|> >',
    ['bad-expression: With i = 2: The result does not fit: numbers go up to 9007199254740991.'],
  ],
  [
    'an expression that ends too early',
    'for i in 1..2 < ns <|n{i+}|> >',
    ['bad-expression: `{i+}` cannot be calculated: it ends too early.'],
  ],
  [
    'an expression that cannot be read',
    'for i in 1..2 < ns <|n{i=2}|> >',
    ['bad-expression: `{i=2}` cannot be calculated: `=` does not belong there.'],
  ],
  [
    'blanks in an expression',
    'for i in 1..2 < ns <|n{i + 1}|> >',
    ['syntax: An expression has no blanks inside. | write `n{i+1}`'],
  ],
  [
    'blanks around a variable',
    'for i in 1..2 < ns <|n{ i }|> >',
    ['syntax: An expression has no blanks inside. | write `n{i}`'],
  ],
  ['a brace without its other', 'for i in 1..2 < ns <|n{i|> >', ['syntax: The `{` in `n{i` is not closed.']],
  ['empty braces', 'for i in 1..2 < ns <|n{}|> >', ['syntax: The braces in `n{}` are empty.']],
  [
    'the variable of a shell',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is what a shell would have
    'for i in 1..2 < ns <|n${i}|>; bridge b$i >',
    ['syntax: A variable stands in braces, without `$`. | write `n{i}`'],
  ],
  [
    'a variable that there is already',
    'for i in 1..2 < for <|i|> in 1..2 < ns n{i} > >',
    ['duplicate-name: There is a variable `i` already.'],
  ],
  [
    'a variable with the name of a word',
    'for <|ip|> in 1..2 < ns n{ip} >',
    ['bad-name: `ip` is a word of the language, and no name of a variable.'],
  ],
  [
    'a variable that is a number',
    'for <|1|> in 1..2 < ns n{1} >',
    ['bad-name: `1` is no name of a variable: it has letters, digits and `_`, and begins with no digit.'],
  ],
  [
    'a bound without its braces',
    'for i in 1..2 < for j in <|i+1..3|> < ns n{j} > >',
    ['bad-range: A bound that is calculated stands in braces. | write `{i+1}..3`'],
  ],
  [
    'a bound that is no number',
    'for x in a, b < for j in <|{x}..3|> < ns n{j} > >',
    ['bad-expression: With x = a: A bound is `a`, which is no number. (and 1 more)'],
  ],
  [
    'a step of 0',
    'for i in <|1..3..0|> < ns n{i} >',
    ['bad-range: The step of `1..3..0` is 0: it never comes to its end.'],
  ],
  [
    'a step that comes out as 0',
    'for i in 1..1 < for j in <|{i}..3..{i-1}|> < ns n{j} > >',
    ['bad-expression: With i = 1: The step is 0: it never comes to its end.'],
  ],
  [
    'a loop that never runs',
    'for i in 2..3 < for j in <|{i}..1|> < ns n{j} > >',
    [
      'bad-range: `{i}..1` has no values: a range with an expression goes upwards. | write a step of -1 where it is to go downwards: `{i}..1..-1`',
    ],
  ],
  ['no range', 'for i in <|a1..b2|> < ns n{i} >', ['bad-range: `a1..b2` is no range.']],
  [
    'numbers beyond all bounds',
    'for i in <|99999999999999999..99999999999999999|> < ns n{i} >',
    ['bad-range: `99999999999999999..99999999999999999` does not fit: numbers go up to 9007199254740991.'],
  ],
  [
    'too many',
    '<|for|> i in 1..1025 < for j in 1..1024 < ns n{i}-{j} > >',
    ['too-many-statements: With its loops expanded the lab has more than 1048576 statements.'],
  ],
  [
    'too many rounds of nothing',
    '<|for|> i in 1..100000 < for j in 1..{i*i} < > >',
    ['too-many-statements: With its loops expanded the lab has more than 1048576 statements.'],
  ],
  [
    'loops and ranges together',
    '<|ns|> n{1..2000} < for j in 1..1000 < bridge b{j} > >',
    ['too-many-statements: With its ranges expanded the lab has more than 1048576 statements.'],
  ],
] as const) {
  test(what, () => expectFindings(text, messages));
}

test('a place of another copy says in which', () => {
  const { broken: diagnostics } = compiled('for i in 1..3 < bridge br0 >');
  assert.equal(
    diagnostics.map(({ related }) => related?.map(({ message, span }) => [message, span])),
    [[['first declared here, with i = 1', { start: 23, end: 26 }]]],
  );
});

test.run();
