// How what actions write looks in the text: short addresses, indentation, line ends and one-line blocks as they are.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { analyze } from '../../src/compile.ts';
import { edited } from '../../src/diagnostic/apply-fixes.ts';
import { type CodeAction, codeActions } from '../../src/service/code-actions.ts';
import { SourceText } from '../../src/text/source-text.ts';

const test = suite('what code actions write');

function actionsIn(text: string, span = { start: 0, end: text.length }): readonly CodeAction[] {
  return codeActions(analyze(new SourceText('lab.net', text)), span);
}

/** The text after the action with a title that begins so. */
function after(text: string, title: string): string {
  const actions = actionsIn(text);
  const action = actions.find((one) => one.title.startsWith(title));
  assert.ok(action, `${title}: ${actions.map((one) => one.title).join(', ')}`);
  return edited(text, action.edits);
}

const senders = `ns a < veth eth0 -> r:a ip 10.0.1.2/24 gw .1 >
ns b < veth eth0 -> r:b ip 10.0.2.2/24 gw .1 >
`;

test('`forward` as the first in a block of one line', () => {
  const router = 'ns r < veth a ip 10.0.1.1/24; veth b ip 10.0.2.1/24 >\n';
  const right = 'ns r < forward; veth a ip 10.0.1.1/24; veth b ip 10.0.2.1/24 >\n';
  assert.is(after(senders + router, 'add `forward`'), senders + right);
});

test('`forward` on a line of its own, indented as the others, with the line ends of the file', () => {
  const router = 'ns r < # joins the two\n    veth a ip 10.0.1.1/24\n    veth b ip 10.0.2.1/24\n>\n';
  const right =
    'ns r < # joins the two\n    forward\n    veth a ip 10.0.1.1/24\n    veth b ip 10.0.2.1/24\n>\n';
  assert.is(after(senders + router, 'add `forward`'), senders + right);
  const crlf = (text: string): string => text.replaceAll('\n', '\r\n');
  assert.is(after(crlf(senders + router), 'add `forward`'), crlf(senders + right));
});

test('`forward` in the root namespace stands behind the uplinks, and above the comments of what follows', () => {
  const text = (forward: string): string =>
    `lab l\nuplink up0 ip 10.9.0.1/24\n${forward}# two bridges\nbridge b1 ip 10.0.1.1/24\nbridge b2 ip 10.0.2.1/24\n` +
    'ns a < veth eth0 -> b1 ip 10.0.1.2/24 gw .1 >\nns b < veth eth0 -> b2 ip 10.0.2.2/24 gw .1 >\n';
  assert.is(after(text(''), 'add `forward`'), text('forward\n'));
});

const lost = (tail: string, hop = '.1'): string => `ns a < veth eth0 -> r:a ip 10.0.1.2/24 gw ${hop} >
ns r < forward; veth a ip 10.0.1.1/24; veth b ip 10.0.2.1/24 >
ns b ${tail}
`;

test('the way back at the device that leads there, short where the file is', () => {
  assert.is(
    after(lost('< veth eth0 -> r:b ip 10.0.2.2/24 >'), 'write `route'),
    lost('< veth eth0 -> r:b ip 10.0.2.2/24 route 10.0.1.0/24 via .1 >'),
  );
  assert.is(
    after(lost('< veth eth0 -> r:b ip 10.0.2.2/24 >', '10.0.1.1'), 'write `route'),
    lost('< veth eth0 -> r:b ip 10.0.2.2/24 route 10.0.1.0/24 via 10.0.2.1 >', '10.0.1.1'),
  );
});

test('the way back on a line of its own, where the attributes have theirs', () => {
  assert.is(
    after(lost('<\n  veth eth0 -> r:b\n    ip 10.0.2.2/24 # of b\n>'), 'write `gw'),
    lost('<\n  veth eth0 -> r:b\n    ip 10.0.2.2/24\n    gw .1 # of b\n>'),
  );
});

test('the next free address of the segment keeps the length, and passes over what others have and name', () => {
  const text = (last: string): string =>
    `bridge br0 ip 10.0.0.1/24\nns n{2..4} < veth eth0 -> br0 ip 10.0.0.{2..4}/24 >\nns n5 < veth eth0 -> br0 ip ${last} >\n`;
  assert.is(after(text('10.0.0.3/24'), 'write `10'), text('10.0.0.5/24'));
});

test('a bridge or a namespace that a cable ends at is declared', () => {
  const cable = '# who is there\nns a < veth eth0 -> sw ip 10.0.0.1/24 >\n';
  assert.is(after(cable, 'declare `bridge'), `bridge sw\n${cable}`);
  const other = 'host h <\n  ns a < veth eth0 -> b:eth1 ip 10.0.0.1/24 >\n>\n';
  assert.is(
    after(other, 'declare `ns'),
    'host h <\n  ns a < veth eth0 -> b:eth1 ip 10.0.0.1/24 >\n  ns b < veth eth1 >\n>\n',
  );
});

test('a comment that hides a warning is indented as the line below it', () => {
  const text = 'ns a <\n\tbridge br0\n>\nns b\n';
  assert.is(
    after(text, 'ignore unused-bridge'),
    'ns a <\n\t# netgen-ignore unused-bridge: it is meant\n\tbridge br0\n>\nns b\n',
  );
});

test('what is left out takes its line or its `;` along, and no device runs into the next', () => {
  const text = (gw: string): string =>
    `bridge br0 ip 10.0.0.1/24\nns a < forward; veth eth0 -> br0 ip 10.0.0.2/24 gw .1${gw}; lo ip 10.9.0.1/32 >\n`;
  assert.is(after(text(' gw .3'), 'remove `gw .3`'), text(''));
  const expectation = 'ns a < veth eth0 -> b:eth0 ip 10.0.0.1/24 >\nns b < veth eth0 ip 10.0.0.2/24 >\n';
  assert.is(after(`${expectation}expect a reaches a\n`, 'remove `expect'), expectation);
});

test('what had better have another name gets it wherever it is named', () => {
  const text = (name: string): string =>
    `veth ${name} -> a:eth0 ip 10.0.0.1/24\nns a < veth eth0 ip 10.0.0.2/24 >\nnat 10.0.0.0/24 -> ${name}\nroute 10.9.0.0/16 via 10.0.0.2 dev ${name}\n`;
  assert.is(after(text('eth1'), 'call it'), text('lab-eth1'));
  const long = (name: string): string =>
    `ns a < bridge ${name}; veth p master ${name} -> b:eth0 >\nns b < veth eth0 ip 10.0.0.1/24; veth eth1 -> a:${name} >\n`;
  assert.is(after(long('a-very-long-bridge-name'), 'call it'), long('a-very-long-bri'));
});

test('what has no name that can be gets the one that others know it by', () => {
  const text = (name: string): string =>
    `bridge ${name} ip 10.0.0.1/24\nns a < veth eth0 -> br0 ip 10.0.0.2/24 >\n`;
  assert.is(after(text('all'), 'call it'), text('br0'));
});

test('a segment gets another prefix, with all that names its addresses', () => {
  const text = (net: string): string =>
    `bridge br0 ip ${net}.1/24\nns n{2..4} < veth eth0 -> br0 ip ${net}.{2..4}/24 gw .1 >\nns x < veth eth0 -> br0 ip ${net}.9/24 route 10.2.0.0/16 via ${net}.1 >\nforward\nveth out -> r:eth0 ip 10.1.0.1/24\nns r < veth eth0 ip 10.1.0.2/24 route ${net}.0/24 via .1 >\nexpect r reaches ${net}.9\n`;
  assert.is(after(text('172.17.5'), 'write 192'), text('192.168.0'));
});

test('all that has one right answer, of the file or of one rule', () => {
  const text =
    'ns a < veth eth0 -> b:eth0 ip 10.0.0.1/24 route 10.1.0.1/16 via .2 route 10.2.0.1/16 via 10.0.0.2/24 >\nns b < forward; veth eth0 ip 10.0.0.2/255.255.255.0 >\n';
  const all = actionsIn(text);
  const one = all.find(({ title }) => title.startsWith('fix all 2 of host-bits'));
  assert.is(one?.kind, 'quickfix');
  assert.is(
    edited(text, one?.edits ?? []),
    text.replace('10.1.0.1/', '10.1.0.0/').replace('10.2.0.1/', '10.2.0.0/'),
  );
  const whole = all.filter(({ kind }) => kind === 'source.fixAll');
  assert.is(whole.length, 1);
  const mended = edited(text, whole[0]?.edits ?? []);
  assert.is(
    mended,
    'ns a < veth eth0 -> b:eth0 ip 10.0.0.1/24 route 10.1.0.0/16 via .2 route 10.2.0.0/16 via 10.0.0.2 >\nns b < forward; veth eth0 ip 10.0.0.2/24 >\n',
  );
});

test('addresses are written short or out, and an end that only its peer names is written', () => {
  const text = 'ns a < veth eth0 -> b:eth0 ip 10.0.0.1/24 gw .2 >\nns b\n';
  const at = (word: string): readonly CodeAction[] => {
    const start = text.indexOf(word);
    return actionsIn(text, { start, end: start }).filter(({ kind }) => kind === 'refactor');
  };
  const [full] = at('.2');
  const written = edited(text, full?.edits ?? []);
  assert.is(written, text.replace('gw .2', 'gw 10.0.0.2'));
  const start = written.indexOf('10.0.0.2');
  const back = actionsIn(written, { start, end: start }).find(({ kind }) => kind === 'refactor');
  assert.is(edited(written, back?.edits ?? []), text);
  const [end] = at('b:eth0');
  assert.is(edited(text, end?.edits ?? []), text.replace('ns b', 'ns b < veth eth0 >'));
});

test('only what meets the place is answered', () => {
  const text = 'bridge b1\nbridge b2\nns a\n';
  const titles = actionsIn(text, { start: 8, end: 8 }).map(({ diagnostic }) => diagnostic?.span.start);
  assert.equal([...new Set(titles)], [7]);
});

test('a fix that would make text that cannot be read is none', () => {
  const source = new SourceText('lab.net', 'bridge br0\nns a < veth eth0 -> br0 >\n');
  const analysis = analyze(source);
  const span = { start: 0, end: 6 };
  const bad = {
    rule: 'a-rule',
    severity: 'error',
    span,
    message: 'It is wrong.',
    fix: { title: 'break it', edits: [{ span, text: '<' }] },
  } as const;
  const broken = { ...analysis, diagnostics: [bad] };
  assert.equal(codeActions(broken, span), []);
});

test('a cable that is drawn from both ends goes from both, with the `;` between them', () => {
  const lab = (cable: string): string =>
    `bridge br0 ip 10.0.0.1/24\n${cable}ns a < veth eth0 -> br0 ip 10.0.0.2/24 >\n`;
  const title = 'remove the cable from `p1` to `p2`';
  const lines = 'veth p1 master br0 -> p2\nveth p2 master br0\n';
  assert.is(after(lab(lines), title), lab(''));
  const line = 'veth p1 master br0 -> p2; veth p2 master br0\n';
  assert.is(after(lab(line), title).replace(/\n+/g, '\n'), lab(''));
});

test('of several ways the one goes that does not lead there', () => {
  const lab = (ways: string): string => `ns a < veth a -> r:l ip 10.0.1.2/24; veth b -> s:l ip 10.0.2.2/24
  route 10.0.3.0/24 nexthop via 10.0.1.1${ways} >
ns r < forward; veth l ip 10.0.1.1/24; veth r -> b:a ip 10.0.3.1/24 >
ns s < forward; veth l ip 10.0.2.1/24; route blackhole 10.0.3.2 >
ns b < veth a ip 10.0.3.2/24 gw .1 >
expect a reaches b
`;
  const wrong = lab(' nexthop via 10.0.2.1');
  assert.equal(
    actionsIn(wrong).flatMap(({ title }) => (title.startsWith('remove `nexthop') ? title : [])),
    ['remove `nexthop via 10.0.2.1`'],
  );
  assert.is(after(wrong, 'remove `nexthop'), lab(''));
});

test('the way out of a loop is the neighbour that has the address itself', () => {
  const lab = (way: string): string => `ns a < veth eth0 -> r:l ip 10.0.1.2/24 gw .1 >
ns r < forward; veth l ip 10.0.1.1/24; veth x -> s:x ip 10.0.0.1/30 gw .2 >
ns s < forward; veth x ip 10.0.0.2/30 gw .1; veth l ip 10.0.2.1/24${way} >
ns b < lo ip 10.9.9.1/32; veth eth0 -> s:l ip 10.0.2.2/24 gw .1 >
expect a reaches 10.9.9.1
expect b reaches a
`;
  assert.is(after(lab(''), 'write `route'), lab(' route 10.9.9.1/32 via .2'));
});

test('a cable to a namespace ends at the device there that is drawn to this one', () => {
  const lab = (end: string): string =>
    `ns a < veth eth0 -> ${end} ip 10.0.0.1/24 >\nns b < veth up -> a:eth0 ip 10.0.0.2/24 >\n`;
  assert.is(after(lab('b'), 'write `b:'), lab('b:up'));
});

test.run();
