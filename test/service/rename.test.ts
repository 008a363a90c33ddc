import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { prepareRename, rename } from '../../src/service/rename.ts';
import { fixtureLab } from '../lab.helper.ts';
import { analysisOf, cursor, cursorIn } from './cursor.helper.ts';

const test = suite('rename');

type At = ReturnType<typeof cursor>;

/** The text with the new name, or why there is none. */
function renamed({ analysis, offset }: At, name: string): string {
  const result = rename(analysis, offset, name);
  if ('why' in result) return result.why;
  return [...result.edits]
    .reverse()
    .reduce(
      (text, { span, text: by }) => text.slice(0, span.start) + by + text.slice(span.end),
      analysis.source.text,
    );
}

function refused({ analysis, offset }: At, name = 'fresh'): string {
  const result = rename(analysis, offset, name);
  return 'why' in result ? result.why : `${result.edits.length} edits`;
}

for (const [lab, at, from, to] of [
  ['point-to-point', '-> ns2:veth-‸ns2', /\bveth-ns2/g, 'eth0'],
  ['point-to-point', 'expect n‸s1', /(?<!-)\bns1/g, 'gw'],
  ['bridge', 'bridge v‸irtual-bridge', /virtual-bridge/g, 'br0'],
  ['router', 'ns ns-r‸outer', /(?<!-)\bns-router/g, 'r'],
  ['router', 'veth veth-ns1-router‸', /veth-ns1-router/g, 'left'],
  ['root-router', '-> v‸eth-ns2-router', /veth-ns2-router/g, 'right'],
  ['gateway', '-> e‸np0s3', /enp0s3/g, 'wan0'],
  ['gateway', 'ns n‸s1', /ns1/g, 'pc'],
  ['two-machines', 'host right‸', /right/g, 'east'],
] as const) {
  test(`${lab}: ${at} to ${to}`, () => {
    const { text } = fixtureLab(lab);
    assert.is(renamed(cursorIn(text, at), to), text.replace(from, to));
  });
}

test('one of two devices of one name', () => {
  const { text } = fixtureLab('two-machines');
  assert.is(
    renamed(cursorIn(text, 'bridge b‸r0 < ip 192.168.2.1'), 'sw0'),
    text.slice(0, text.indexOf('host right')) +
      text.slice(text.indexOf('host right')).replaceAll('br0', 'sw0'),
  );
});

test('a lab, a port, a variable, and a name in the block of a range', () => {
  assert.is(renamed(cursor('lab ol‸d\nns a'), 'new'), 'lab new\nns a');
  assert.is(
    renamed(cursor('bridge b\nns a < veth e -> b port ‸p >\nroute 10.0.0.0/8 dev p'), 'q'),
    'bridge b\nns a < veth e -> b port q >\nroute 10.0.0.0/8 dev q',
  );
  assert.is(
    renamed(cursor('bridge b\nfor i in 1..2 < ns n{i‸}{i+1} < veth e -> b > >'), 'site'),
    'bridge b\nfor site in 1..2 < ns n{site}{site+1} < veth e -> b > >',
  );
  assert.is(
    renamed(cursor('ns c{1,2} < veth e >\nns d < veth x -> c1:‸e; veth y -> c2:e >'), 'eth0'),
    'ns c{1,2} < veth eth0 >\nns d < veth x -> c1:eth0; veth y -> c2:eth0 >',
  );
});

test('the second of two with one name can be told from the first', () => {
  assert.is(
    renamed(cursor('ns a\nns ‸a\nexpect a reaches 10.0.0.1'), 'b'),
    'ns a\nns b\nexpect a reaches 10.0.0.1',
  );
});

test('to the name that it has', () => {
  assert.is(refused(cursor('ns ‸a'), 'a'), '0 edits');
});

test('in half-written text', () => {
  assert.is(
    renamed(cursor('bridge br0\nns n‸1 < veth eth0 -> br0 ip 10.0.\nexpect n1 reaches'), 'pc'),
    'bridge br0\nns pc < veth eth0 -> br0 ip 10.0.\nexpect pc reaches',
  );
});

test('what is asked where the cursor is', () => {
  const { analysis, offset } = cursor('ns a < veth e -> b:x >\nns b\nexpect a reaches b:x‸');
  assert.equal(prepareRename(analysis, offset), { span: { start: 47, end: 48 }, text: 'x' });
  assert.is(prepareRename(analysis, 1), undefined);
  assert.is(refused({ analysis, offset: 1 }), 'There is no name here.');
});

for (const [what, text, name, why] of [
  ['a namespace', 'ns a‸\nns b', 'b', 'There is a namespace `b` already, in line 2.'],
  ['a device', 'bridge b‸r0\n\nbridge br1', 'br1', 'There is a device `br1` in root already, in line 3.'],
  [
    'in one of the copies',
    'ns n{1,2} < veth ‸e >\nns d < veth x -> n2:f; veth y -> n1:e; veth z -> n2:e >',
    'f',
    'There is a device `f` in n2 already, in line 2.',
  ],
  [
    'a host',
    'host ‸a < uplink u ip 10.0.0.1/24 >\nhost b < uplink u ip 10.0.0.2/24 >',
    'b',
    'There is a host `b` already, in line 2.',
  ],
  [
    'a generated port',
    'bridge b‸r0\nns pc < veth eth0 -> br0 >',
    'pc-eth0',
    'netgen names a bridge port `pc-eth0` in root, for the cable in line 2.',
  ],
  [
    'a variable',
    'for i in 1..2 < for j‸ in 1..2 < ns n{i}{j} > >',
    'i',
    'The name `i` would not do in line 1: There is a variable `i` already.',
  ],
] as const) {
  test(`refused for ${what} that has the name`, () => assert.is(refused(cursor(text), name), why));
}

for (const [what, text, name, why] of [
  [
    'a device',
    'bridge ‸b',
    'abcdefghijklmnop',
    '`abcdefghijklmnop` is no name of a device: it has 16 bytes, and the kernel takes at most 15.',
  ],
  ['a device', 'bridge ‸b', 'all', '`all` is no name of a device: it has a meaning of its own.'],
  ['a namespace', 'ns ‸b', 'a b', '`a b` is no name of a namespace: ` ` stands in no name.'],
  ['a namespace', 'ns ‸b', 'a/b', '`a/b` is no name of a namespace: `/` stands in no name.'],
  ['a namespace', 'ns ‸b', 'root', '`root` is no name of a namespace: it stands for the root namespace.'],
  ['a namespace', 'ns ‸b', '12', '`12` is no name of a namespace: it holds no letter.'],
  ['a namespace', 'ns ‸b', '', '`` is no name of a namespace: it must begin with a letter, a digit or `_`.'],
  ['a lab', 'lab ‸b', 'a.b', '`a.b` is no name of a lab: it has 1 to 32 letters, digits, `_` or `-`.'],
  [
    'a variable',
    'for ‸i in 1..2 < ns a{i} >',
    '2i',
    '`2i` is no name of a variable: it has letters, digits and `_`, and begins with no digit.',
  ],
  [
    'a variable',
    'for ‸i in 1..2 < ns a{i} >',
    'in',
    '`in` is no name of a variable: it is a word of the language.',
  ],
] as const) {
  test(`refused for ${what}: ${name}`, () => assert.is(refused(cursor(text), name), why));
}

test('refused where a keyword would be read as one', () => {
  assert.is(
    refused(cursor('ns\n  ‸a\nns b'), 'bridge'),
    '`bridge` is a word of the language, and would not be read as a name here.',
  );
});

test('refused for what has one name on every machine', () => {
  assert.is(
    refused(cursor('ns a\nexpect a reaches ‸root')),
    '`root` stands for the root namespace: it has no other name.',
  );
  assert.is(
    refused(cursor('ns a < lo ip 10.0.0.1/32; route 10.1.0.0/24 dev l‸o >')),
    '`lo` is the loopback device: every node has it, by this name.',
  );
});

test('refused for a name that a range or a loop makes, at the cursor and elsewhere', () => {
  assert.is(
    refused(cursor('ns n‸{1..3}')),
    '`n{1..3}` is made by a range: none of its names stands in the file.',
  );
  const text = 'for i in 1..3 <\n  ns n{i}\n>\nexpect n‸2 reaches n{1,3}';
  assert.is(refused(cursor(text)), '`n{i}` in line 2 is made by a `for`, and names it, too.');
  assert.is(
    refused(cursor('ns ‸a\nns b\nexpect {a,b} reaches 10.0.0.1')),
    '`{a,b}` in line 3 is made by a range, and names it, too.',
  );
});

test('refused where the name of a generated port depends on it', () => {
  const text = 'bridge br0\nns pc < veth eth0 -> br0 >\nroute 10.0.0.0/8 dev pc-eth0';
  const why =
    'netgen names a bridge port after it, and `pc-eth0` stands in line 3: name that port first, with `port NAME`.';
  assert.is(refused(cursorIn(text, 'ns p‸c')), why);
  assert.is(refused(cursorIn(text, 'veth et‸h0')), why);
  assert.is(
    refused(cursorIn(text, 'dev pc-‸eth0')),
    'netgen makes the name `pc-eth0` from the other end of the cable: name the port there, with `port NAME`.',
  );
});

test('refused where another name would stand for something else', () => {
  // `-> x` looks in its own namespace first
  const text = 'bridge x ip 10.0.0.1/24\nns n <\n  veth e -> x ip 10.0.0.2/24\n  bridge ‸y ip 10.1.0.1/24\n>';
  assert.is(refused(cursor(text), 'x'), 'With that name `x` in line 3 would stand for something else.');
});

test('refused for a new finding', () => {
  assert.is(
    refused(cursor('veth ‸a -> n:e ip 10.0.0.1/24\nns n < veth e ip 10.0.0.2/24 >'), 'eth0'),
    `The name \`eth0\` would not do in line 1: ${
      analysisOf('veth eth0 -> n:e ip 10.0.0.1/24\nns n < veth e ip 10.0.0.2/24 >').diagnostics[0]?.message
    }`,
  );
});

test.run();
