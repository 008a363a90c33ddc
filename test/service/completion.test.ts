import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { analyze } from '../../src/compile.ts';
import { type Completion, completions, mostCompletions } from '../../src/service/completion.ts';
import { piecesOf } from '../../src/syntax/pieces.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { fixtureLab } from '../lab.helper.ts';
import { cursor } from './cursor.helper.ts';

const test = suite('service: completion');

function offered(marked: string): readonly Completion[] {
  const { analysis, offset } = cursor(marked);
  return completions(analysis, offset);
}

function texts(marked: string): readonly string[] {
  return offered(marked).map(({ text }) => text);
}

/** What is offered of the sorts that are no keywords. */
function values(marked: string): readonly string[] {
  return offered(marked).flatMap(({ kind, text }) => (kind === 'keyword' ? [] : [text]));
}

/** Words behind which a new name stands, which only its author knows. */
const naming: readonly string[] = ['host', 'ns', 'bridge', 'veth', 'uplink'];

/**
 * What is not offered in the canonical texts, new names aside: where the word alone is missing, and where the text
 * ends before it, so that nothing tells what stands further on.
 */
const unforeseen: Readonly<Record<string, { readonly without: string[]; readonly cut: string[] }>> = {
  // before the first address of the lab any prefix is as good
  'point-to-point': { without: [], cut: ['-> ns2:veth-ns2', 'ip 192.168.1.1/24'] },
  bridge: { without: [], cut: ['ip 192.168.1.1/24'] },
  router: {
    without: [],
    cut: [
      '-> ns-router:veth-ns1-router',
      'ip 192.168.1.2/24',
      'route 192.168.2.0/24',
      'via .1',
      '-> ns-router:veth-ns2-router',
      'ip 192.168.2.2/24',
      'via .1',
    ],
  },
  'root-router': { without: [], cut: ['ip 192.168.1.1/24'] },
  // what a machine has already is nothing to choose
  gateway: { without: ['ip 10.0.2.15/24'], cut: ['ip 10.0.2.15/24', 'ip 192.168.1.1/24'] },
  'two-machines': {
    without: ['ip 10.0.2.15/24', 'ip 10.0.2.16/24'],
    cut: ['ip 10.0.2.15/24', 'ip 192.168.1.1/24', 'route 192.168.2.0/24', 'via 10.0.2.16', 'ip 10.0.2.16/24'],
  },
};

for (const [name, { without, cut }] of Object.entries(unforeseen)) {
  const { text } = fixtureLab(name);
  const words = piecesOf(text).filter(({ kind }) => kind === 'word');
  const missed = (rest: (start: number, end: number) => string): readonly string[] =>
    words.flatMap(({ text: word, span }, index) => {
      const before = words[index - 1]?.text ?? '';
      const isOffered = texts(rest(span.start, span.end)).includes(word);
      return isOffered || naming.includes(before) ? [] : [`${before} ${word}`];
    });

  test(`${name}: where a word is missing, it is offered`, () => {
    assert.equal(
      missed((start, end) => `${text.slice(0, start)}‸${text.slice(end)}`),
      without,
    );
  });

  test(`${name}: where the text ends, the next word is offered`, () => {
    assert.equal(
      missed((start) => `${text.slice(0, start)}‸`),
      cut,
    );
  });
}

test('names that others use already are offered for what they mean', () => {
  assert.equal(values('ns a < veth e0 -> b:e7 ip 10.0.0.1/24 >\nns b < veth ‸ >'), ['e7']);
  assert.equal(values('ns a < veth e0 -> b:e7 >\nns ‸ < veth e7 >'), ['b']);
});

test('a cable ends at bridges and free ends: the nearest first', () => {
  const lab = (rest: string): string => `
    bridge br0 ip 10.0.0.254/24
    veth spare
    ns a < veth e0 -> b:e0 veth e1 >
    ns b < veth e0 bridge br0 bridge br1 >
    ns c < veth e0 -> ${rest} >`;
  assert.equal(values(lab('‸')), ['br0', 'spare', 'a:e1', 'b:br0', 'b:br1', 'a:eth0', 'b:eth0']);
  assert.equal(values('bridge one\nns c < bridge one veth e0 -> ‸'), ['one', 'root:one']);
});

test('behind a namespace and a colon the whole of the reference is replaced', () => {
  const marked = 'ns b < veth e5 bridge br >\nns c < veth e0 -> b:‸';
  assert.equal(texts(marked), ['b:e5', 'b:br', 'b:eth0']);
  const [first] = offered(marked);
  const { analysis } = cursor(marked);
  assert.is(first && analysis.source.slice(first.span), 'b:');
});

test('a free address has the length of the prefix on its segment', () => {
  const lab = (rest: string): string => `
    forward
    bridge br0 ip 192.168.1.1/24, fd00::1/64
    ns a < veth e0 -> br0 ip 192.168.1.3/24 >
    ns b < veth e0 -> br0 ip ‸ >${rest}`;
  assert.equal(values(lab('')), ['192.168.1.2/24', 'fd00::2/64']);
  // what is named as a next hop is left to a router
  assert.equal(values(lab('\nns c < veth e0 -> br0 ip 192.168.1.9/24 gw .2 >')), [
    '192.168.1.4/24',
    '192.168.1.2/24',
    'fd00::2/64',
  ]);
});

test('where nothing has an address yet, one of a prefix that nothing uses', () => {
  assert.equal(values('ns a < veth e0 -> b:e0 ip ‸ >\nns b < veth e0 >'), ['10.0.0.1/24']);
  assert.equal(values('ns x < lo ip 10.7.0.1/16 >\nns a < veth e0 -> b:e0 ip ‸ >\nns b < veth e0 >'), [
    '10.8.0.1/16',
  ]);
});

test('a next hop is short where it can be, and who forwards comes first', () => {
  const lab = (rest: string): string => `
    bridge br0 ip 10.1.0.1/16
    ns r < forward veth e0 -> br0 ip 10.1.7.2/16 >
    ns a < veth e0 -> br0 ip 10.1.0.3/16 ${rest} >`;
  assert.equal(values(lab('gw ‸')), ['.7.2', '.1']);
  assert.equal(values(lab('route default via ‸')), ['.7.2', '.1']);
  assert.equal(values(lab('; route default via ‸')), ['10.1.7.2', '10.1.0.1']);
  assert.equal(values('ns a < veth e0 -> b:e0 ip fd00:1::1/64 gw ‸ >\nns b < veth e0 ip fd00:1::2/64 >'), [
    '::2',
  ]);
});

test('routes lead to prefixes elsewhere, and nat is for those of the node', () => {
  const lab = (rest: string): string => `
    ns a < veth e0 -> r:e0 ip 10.0.1.2/24 ${rest} >
    ns r < forward veth e0 ip 10.0.1.1/24 veth e1 -> b:e0 ip 10.0.2.1/24 >
    ns b < veth e0 ip 10.0.2.2/24 >`;
  assert.equal(values(lab('route ‸')), ['blackhole', 'unreachable', 'prohibit', '10.0.2.0/24', 'default']);
  assert.equal(values(lab('nat ‸')), ['10.0.1.0/24', '10.0.2.0/24']);
  assert.equal(values(lab('nat 10.0.1.0/24 -> ‸')), ['e0']);
  assert.equal(values(lab('rule from ‸')), ['.2', '10.0.1.0/24', '10.0.2.0/24', 'all']);
  assert.equal(values(lab('rule iif ‸')), ['e0']);
  assert.equal(values(lab('route default table 7 via .1 rule lookup ‸')), ['7', 'main']);
});

test('an expectation names nodes, their devices and addresses; `via` those that forward', () => {
  const lab = (rest: string): string => `
    ns a < veth e0 -> r:e0 ip 10.0.1.2/24 >
    ns r < forward veth e0 ip 10.0.1.1/24 >
    ${rest}`;
  assert.equal(values(lab('expect ‸')), ['root', 'a', 'r', 'all']);
  assert.equal(texts(lab('expect a ‸')).slice(0, 3), ['reaches', 'cannot', 'via']);
  assert.not(texts(lab('expect a ‸')).includes('reach'));
  assert.equal(texts(lab('expect all ‸')).slice(0, 4), ['reaches', 'reach', 'cannot', 'via']);
  assert.equal(texts(lab('expect a cannot ‸')), ['reach']);
  assert.equal(values(lab('expect a reaches ‸')), [
    'root',
    'a',
    'r',
    'all',
    'a:e0',
    'r:e0',
    '10.0.1.2',
    '10.0.1.1',
  ]);
  assert.equal(texts(lab('expect a reaches r via ‸')), ['r']);
  assert.equal(texts(lab('expect a reaches r via r, ‸')), ['r']);
  assert.equal(texts(lab('expect a reaches r ‸')).slice(0, 1), ['via']);
});

test('in a lab of several hosts nodes are named as seen from the host around', () => {
  const lab = (inside: string, outside: string): string =>
    `host left < ns a < > ${inside} >\nhost right < ns a < > >\n${outside}`;
  assert.equal(values(lab('expect ‸', '')), ['root', 'a', 'right', 'right/a', 'all']);
  assert.equal(values(lab('', 'expect ‸')), ['left', 'left/a', 'right', 'right/a', 'all']);
  assert.equal(texts(lab('', '‸')), ['lab', 'host', 'expect', 'for']);
});

test('keywords are those that the innermost words know, what is said once left out', () => {
  const behind = texts('ns a < veth e0 -> b:e0 mtu 1400 ‸');
  assert.equal(behind.slice(0, 8), ['ip', 'mac', 'master', 'port', 'route', 'gw', 'rule', 'neigh']);
  assert.ok(behind.includes('forward') && !behind.includes('mtu') && !behind.includes('->'));
  assert.equal(texts('ns a < veth e0 -> b:e0 <\n‸').slice(0, 3), ['ip', 'mtu', 'mac']);
  assert.is(texts('ns a < veth e0 -> b:e0\n‸ >')[0], 'forward');
  assert.ok(!texts('ns a < veth e0 -> b:e0; ‸ >').includes('mtu'));
  assert.equal(texts('ns a ‸'), ['<']);
  assert.equal(texts('for i in 1..3 ‸'), ['<']);
  assert.equal(texts('for i ‸'), ['in']);
  assert.equal(texts('ns a < veth e0 -> b:e0 < for i in 1..3 < ‸ > > >'), [
    'ip',
    'route',
    'gw',
    'rule',
    'neigh',
    'for',
  ]);
});

test('a keyword comes with its documentation and a snippet of what it needs', () => {
  const find = (marked: string, text: string): Completion | undefined =>
    offered(marked).find((one) => one.text === text);
  // each place to stop at in guillemets
  const snippet = (marked: string, text: string): string | undefined =>
    find(marked, text)?.snippet?.replace(/\$\{\d:([^}]*)\}/g, '‹$1›');
  assert.is(snippet('ns a < ‸ >', 'veth'), 'veth ‹eth0›');
  assert.is(snippet('ns a < ‸ >', 'neigh'), 'neigh ‹192.168.1.1› lladdr ‹02:00:00:00:00:01›');
  assert.is(snippet('ns a < ‸ >', 'for'), 'for ‹i› in ‹1..3› < $0 >');
  assert.is(snippet('ns a < ‸ >', 'lo'), undefined);
  assert.is(snippet('‸', 'expect'), 'expect ‹ns1› reaches ‹ns2›');
  assert.is(snippet('expect a ‸', 'cannot'), 'cannot reach ‹ns2›');
  assert.is(
    find('ns a < ‸ >', 'veth')?.markdown?.split('\n')[0],
    '`veth NAME`: one end of a cable; `->` says where the other end is.',
  );
});

test('in the middle of a word the whole word is replaced; in a comment nothing is offered', () => {
  const marked = 'ns a < ve‸th e0 >';
  const found = offered(marked).find(({ text }) => text === 'veth');
  assert.equal(found?.span, { start: 7, end: 11 });
  assert.equal(texts('ns a < > # ve‸'), []);
  assert.equal(texts('# ‸\nns a < >'), []);
});

test('of a great many what begins as written is chosen', () => {
  const many = `ns n{1..${mostCompletions}} < lo ip 10.0.0.{1..${mostCompletions}}/32 >`;
  assert.is(texts(`${many}\nexpect ‸`).length, mostCompletions);
  assert.equal(values(`${many}\nexpect n49‸`), [
    'n49',
    ...Array.from({ length: 10 }, (_, index) => `n49${index}`),
  ]);
});

test('half-written text is never too little', () => {
  for (const name of ['router', 'two-machines', 'policy', 'ring']) {
    const { text } = fixtureLab(name);
    for (let end = 0; end <= text.length; end += name === 'router' ? 2 : 29) {
      const analysis = analyze(new SourceText('lab.net', text.slice(0, end)));
      completions(analysis, end);
      completions(analysis, end >> 1);
    }
  }
});

test.run();
