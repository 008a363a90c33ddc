// `# netgen-ignore RULE: why`: what it hides, and what is said of it where it hides nothing.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { analyze, compile } from '../../src/compile.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { expectClean, expectFindings } from '../lab.helper.ts';

const test = suite('ignores');
const idle = 'unused-ignore: `unused-bridge` finds nothing on the next line.';

const rulesIn = (text: string, levels: readonly (readonly [string, 'off' | 'warning' | 'error'])[] = []) =>
  analyze(new SourceText('lab.net', text), { levels: new Map(levels) }).diagnostics.map(
    ({ rule, severity }) => `${severity} ${rule}`,
  );

test('it hides its rule on the next line, and there alone', () => {
  expectClean('# netgen-ignore unused-bridge: for a virtual machine\nbridge br0');
  assert.equal(rulesIn('# netgen-ignore unused-bridge: why\nbridge br0\nbridge br1'), [
    'warning unused-bridge',
  ]);
  // neither a line further, nor on the line itself, nor behind a statement
  for (const text of [
    '# netgen-ignore unused-bridge: why\n\nbridge br0',
    'bridge br0\n# netgen-ignore unused-bridge: why',
  ])
    assert.equal(rulesIn(text).sort(), ['warning unused-bridge', 'warning unused-ignore'], text);
  assert.equal(rulesIn('bridge br0 # netgen-ignore unused-bridge: why').sort(), [
    'warning unused-bridge',
    'warning unused-ignore',
  ]);
});

test('it hides an error, and then there is a script', () => {
  const text =
    'bridge br0\nns a < veth e -> br0 ip 10.0.0.1/24 >\n# netgen-ignore duplicate-address: a lesson\nns b < veth e -> br0 ip 10.0.0.1/24 >';
  const { diagnostics, scripts } = compile(new SourceText('lab.net', text));
  assert.equal(diagnostics, []);
  assert.is(scripts.length, 1);
});

test('another rule on that line is still heard', () => {
  assert.equal(rulesIn('# netgen-ignore managed-name: the name is given\nbridge eth5'), [
    'warning unused-bridge',
  ]);
});

test('several in a row speak of the line below all of them', () => {
  expectClean('# netgen-ignore managed-name: given\n# netgen-ignore unused-bridge: later\nbridge eth5');
  // another comment between ends the row
  assert.equal(
    rulesIn(
      '# netgen-ignore managed-name: given\n# a word\n# netgen-ignore unused-bridge: later\nbridge eth5',
    ).sort(),
    ['warning managed-name', 'warning unused-ignore'],
  );
  // the same rule twice: both hide it, neither is idle
  expectClean('# netgen-ignore unused-bridge: one\n# netgen-ignore unused-bridge: two\nbridge br0');
});

test('it may be indented, in a block, without a blank behind the #, with Windows line ends', () => {
  expectClean('ns a <\n  # netgen-ignore unused-bridge: why\n  bridge br0\n>');
  expectClean('#netgen-ignore unused-bridge: why\nbridge br0');
  expectClean('# netgen-ignore unused-bridge: why\r\nbridge br0\r\n');
});

test('one that hides nothing is a finding', () => {
  expectFindings('<|# netgen-ignore unused-bridge: why|>\nns a', [`${idle} | remove this comment`]);
  expectFindings('<|# netgen-ignore unused-bridge: why|>', [idle]);
});

test('a name that no rule has, with the nearest', () => {
  expectFindings('<|# netgen-ignore managed-nam: why|>\nns a', [
    'unused-ignore: There is no rule `managed-nam`; did you mean `managed-name`?',
  ]);
  expectFindings('<|# netgen-ignore|>\nns a', [
    'unused-ignore: This comment names no rule. | write `# netgen-ignore RULE: why`',
  ]);
});

test('without a reason it hides, and says that the reason is missing', () => {
  for (const comment of ['# netgen-ignore unused-bridge', '# netgen-ignore unused-bridge:'])
    expectFindings(`<|${comment}|>\nbridge br0`, ['unused-ignore: This comment does not say why.']);
});

test('what cannot be read or resolved is not switched off', () => {
  expectFindings('<|# netgen-ignore bad-number: it is small|>\nns a < veth e -> b:e mtu <|20|> >\nns b', [
    'unused-ignore: `bad-number` is about what cannot be read or resolved, and cannot be switched off. | remove this comment, and mend what is wrong',
    'bad-number: `20` is no MTU: it is a number from 68 to 65535.',
  ]);
});

test('it does not hide what is said of such comments', () => {
  expectFindings(
    '<|# netgen-ignore unused-ignore: I keep it|>\n<|# netgen-ignore unused-bridge: why|>\nns a',
    [
      'unused-ignore: `unused-ignore` is about these comments themselves, and is switched off by `--rule unused-ignore=off` alone. | remove this comment',
      idle,
    ],
  );
});

test('in front of a range it speaks of all that the range makes', () => {
  const text = (comment: string) => `${comment}bridge br{1..3}`;
  assert.equal(rulesIn(text('')), ['warning unused-bridge']);
  expectClean(text('# netgen-ignore unused-bridge: for virtual machines\n'));
  // a finding of one copy alone is enough
  expectClean(
    'bridge br0 ip 10.0.0.1/24\n# netgen-ignore duplicate-address: a lesson\nns n{1..3} < veth e -> br0 ip 10.0.0.{1..3}/24 >',
  );
});

test('levels of the call', () => {
  const text = '# netgen-ignore unused-bridge: why\nns a';
  assert.equal(rulesIn(text), ['warning unused-ignore']);
  assert.equal(rulesIn(text, [['unused-ignore', 'off']]), []);
  assert.equal(rulesIn(text, [['unused-ignore', 'error']]), ['error unused-ignore']);
  // a rule that is off finds nothing, which is no fault of the comment
  assert.equal(rulesIn('# netgen-ignore unused-bridge: why\nbridge br0', [['unused-bridge', 'off']]), []);
  assert.equal(rulesIn('# netgen-ignore unused-bridge: why\nbridge br0', [['unused-bridge', 'error']]), []);
});

test('in a file that cannot be read as a whole, nothing is called idle', () => {
  assert.equal(rulesIn('# netgen-ignore unused-bridge: why\nbridge br0 <\n  mtu\n>'), ['error syntax']);
});

test.run();
