// Names, cables and expectations that cannot be resolved: said once, on the right word, with the place that explains it.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { analyze } from '../../src/compile.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { expectClean, expectFindings } from '../lab.helper.ts';

const test = suite('unresolved');
const br = 'bridge br0 ip 10.0.0.1/24\n';

const cases: readonly (readonly [what: string, text: string, messages: readonly string[]])[] = [
  [
    'a misspelt bridge',
    `${br}ns a < veth e -> <|br1|> >`,
    ['unknown-name: There is no bridge or cable end `br1`; did you mean `br0`?'],
  ],
  [
    'what is said of all, of one',
    'ns a < veth e -> b:e ip 10.0.0.1/24 >\nns b < veth e ip 10.0.0.2/24 >\nexpect a <|reach|> b',
    ['bad-expectation: A node `reaches`; `reach` stands behind `all` or `cannot`. | write `reaches`'],
  ],
  [
    'a `reach` that may lack its `cannot`',
    'ns a < veth e -> b:e ip 10.0.0.1/24 >\nns b < veth e ip 10.0.1.2/24 >\nexpect a <|reach|> b',
    ['bad-expectation: A node `reaches`; `reach` stands behind `all` or `cannot`.'],
  ],
  [
    'a `cannot reach` that lacks its node',
    'ns a < veth e -> b:e ip 10.0.0.1/24 >\nns b < veth e ip 10.0.0.2/24 >\nexpect <|cannot|> reach b',
    ['unknown-name: There is no node `cannot`.'],
  ],
  [
    'what is said of all, of one, behind a word too many',
    'ns a < veth e -> b:e ip 10.0.0.1/24 >\nns b < veth e ip 10.0.0.2/24 >\nexpect a <|can|> reach b',
    ['syntax: `expect` has no attribute `can`.'],
  ],
  [
    'a bridge where there is none',
    'ns a < veth e -> <|br1|> >',
    ['unknown-name: There is no bridge or cable end `br1`. | write `bridge br1` in root to declare it'],
  ],
  [
    'a bridge where there are others',
    'bridge sw\nns a < veth e -> <|br1|> >',
    [
      'unknown-name: There is no bridge or cable end `br1`. | there is `sw`; write `bridge br1` in root to declare it',
    ],
  ],
  [
    'a bridge on one of several machines',
    'host left < ns a < veth e -> <|br1|> > >\nhost right < >',
    ['unknown-name: There is no bridge or cable end `br1`. | write `bridge br1` in left to declare it'],
  ],
  [
    'a bridge that could not be called so',
    'ns a < veth e -> <|eth7|> >',
    ['unknown-name: There is no bridge or cable end `eth7`. | undefined'],
  ],
  [
    'the bridge of a port',
    'ns a < bridge sw; veth e -> b:e master <|br1|> >\nns b < veth e >',
    [
      'unknown-name: There is no device `br1` in a. | there are `sw`, `e`; write `bridge br1` in a to declare it',
    ],
  ],
  [
    'a namespace where there is none near',
    'ns abc < veth e -> <|server:x|> >',
    [
      'unknown-name: There is no namespace `server`. | there are `abc`, `root`; write `ns server < … >` to declare it',
    ],
  ],
  [
    'an expected node where there is none near',
    'ns abc\nexpect <|server|> reaches 10.0.0.1',
    [
      'unknown-name: There is no node `server`. | there are `abc`, `root`; write `ns server < … >` to declare it',
    ],
  ],
  [
    'a namespace of one of several machines',
    'host left < ns abc > host right < >\nexpect <|left/server|> reaches 10.0.0.1',
    [
      'unknown-name: There is no namespace `server` on left. | there is `abc`; write `ns server < … >` in left to declare it',
    ],
  ],
  [
    'a namespace where a device is needed',
    'ns a < veth e -> <|b|> >\nns b',
    [
      'unknown-name: There is no bridge or cable end `b`. | `b` is a namespace: name the device in it, `-> b:eth0`',
    ],
  ],
  [
    'an unknown namespace',
    'ns abc < veth e -> <|abd:x|> >',
    ['unknown-name: There is no namespace `abd`; did you mean `abc`?'],
  ],
  [
    'an unknown host before a namespace',
    'host left < uplink u ip 10.0.0.1/24; ns a < veth e -> <|lfet/b:x|> > ns b >',
    ['unknown-name: There is no host `lfet`; did you mean `left`?'],
  ],
  [
    'a host in a lab without one',
    'ns a < veth e -> <|left/b:x|> >\nns b',
    ['unknown-name: There is no host `left`.'],
  ],
  [
    'an unknown node',
    'ns abc\nexpect <|abd|> reaches 10.0.0.1',
    ['unknown-name: There is no node `abd`; did you mean `abc`?'],
  ],
  [
    'an unknown device',
    'ns a < forward nat 10.0.0.0/8 -> <|eth0|> >',
    ['unknown-name: There is no device `eth0` in a.'],
  ],
  ['two namespaces of a name', 'ns a\nns <|a|>', ['duplicate-name: There is a namespace `a` already.']],
  [
    'two devices of a name',
    'bridge a\nbridge <|a|>',
    ['duplicate-name: There is a device `a` in root already.'],
  ],
  ['two hosts of a name', 'host a\nhost <|a|>', ['duplicate-name: There is a host `a` already.']],
  [
    'a port that takes a written name',
    `${br}ns a < veth e -> br0 port <|br0|> >`,
    ['duplicate-name: There is a device `br0` in root already.'],
  ],
  [
    'ends that contradict each other',
    'ns a < veth x -> <|b:y|> >\nns b < veth y -> c:z >\nns c',
    ['contradicting-ends: `b:y` is connected to `c:z` already: a cable has two ends.'],
  ],
  [
    'a third end',
    'ns a < veth x -> c:z >\nns b < veth y -> <|c:z|> >\nns c',
    ['contradicting-ends: `c:z` is connected to `a:x` already: a cable has two ends.'],
  ],
  [
    'a third end, where the name of the first is none',
    'ns a < veth <|x*|> -> c:z >\nns b < veth y -> c:z >\nns c',
    ['bad-name: `x*` is no name of a device: `*` stands in no name.'],
  ],
  ['an end at itself', 'ns a < veth x -> <|a:x|> >', ['contradicting-ends: `a:x` cannot end at itself.']],
  [
    'one end alone',
    'ns a < veth <|x|> ip 10.0.0.1/24 >',
    ['unconnected-veth: `x` has no other end: a veth is a cable with two.'],
  ],
  [
    'a cable to an uplink',
    'uplink u\nns a < veth x -> <|root:u|> >',
    ['not-a-cable-end: No cable can end at `root:u`: it is an uplink.'],
  ],
  [
    'a port of what is no bridge',
    'ns a < veth x -> y; veth y master <|x|> >',
    ['not-a-bridge: `x` is no bridge, so nothing can be its port.'],
  ],
  [
    'a port name without a port',
    'ns a < veth x -> y <|port|> p; veth y >',
    ['not-plugged: `port` names a bridge port, and `x` does not end at a bridge.'],
  ],
  [
    'a cable to another machine',
    'host l < ns a < veth e -> <|r/b:e|> > >\nhost r < ns b >',
    ['cable-leaves-host: A cable never leaves its machine, and `r` is another one.'],
  ],
  [
    'a device outside the hosts',
    'host l < ns a >\n<|bridge|> b',
    ['outside-hosts: In a lab of several hosts a bridge stands in a host.'],
  ],
  [
    'a name that is too long',
    'bridge <|sixteen-letters-|>',
    ['bad-name: `sixteen-letters-` is no name of a device: it ends in `-`.'],
  ],
  [
    'a name of 16 bytes',
    'bridge <|sixteen-letters1|>',
    [
      'bad-name: `sixteen-letters1` is no name of a device: it has 16 bytes, and the kernel takes at most 15.',
    ],
  ],
  [
    'reserved names',
    'ns <|all|>\nbridge <|lo|>',
    [
      'bad-name: `all` is no name of a namespace: it has a meaning of its own.',
      'bad-name: `lo` is no name of a device: it has a meaning of its own.',
    ],
  ],
  ['a name without a letter', 'ns <|12|>', ['bad-name: `12` is no name of a namespace: it holds no letter.']],
  [
    'an expectation of a node without address',
    'ns a\nns b\n<|expect|> a reaches b',
    ['nothing-to-expect: This expectation tests nothing: b has no address.'],
  ],
  [
    'no family in common',
    'bridge b ip 10.0.0.1/24\nns a < veth e -> b ip fd00::2/64 >\n<|expect|> a reaches root',
    ['nothing-to-expect: This expectation tests nothing: a and root have no family in common.'],
  ],
  [
    'ranges of different lengths',
    'bridge b\nns n{1..3} < veth e -> b ip 10.0.0.<|{1..4}|>/24 >'.replace(
      '10.0.0.<|{1..4}|>/24',
      '<|10.0.0.{1..4}/24|>',
    ),
    ['range-lengths: `{1..4}` has 4 values, but the range that it goes along with has 3.'],
  ],
  [
    'no range at all',
    'ns <|n{1-3}|>',
    ['bad-range: `{1-3}` is no range. | write `{1..3}`, `{01..10}`, `{0..10..2}` or `{a,b}`'],
  ],
  [
    'findings of a range are one',
    'ns n{1..200} < veth e -> <|br0|> >',
    ['unknown-name: There is no bridge or cable end `br0`.'],
  ],
  [
    'different findings of a range are one that counts them',
    'bridge b\nns n{1..3} < veth e -> b ip 10.0.0.{1..3}/24 gw <|10.1.0.{1..3}|> >',
    ['next-hop-not-on-link: The next hop 10.1.0.1 is not on-link: no prefix of n1 covers it. (and 2 more)'],
  ],
  [
    'the lab’s name',
    'lab <|a/b|>',
    ['bad-name: `a/b` is no name of a lab: it has 1 to 32 letters, digits, `_` or `-`.'],
  ],
  [
    'an address on the machine’s own loopback device',
    'lo ip <|10.0.0.1/32|>',
    [
      'not-the-labs: The loopback device of a root namespace is the machine’s own: netgen adds nothing to it.',
    ],
  ],
  [
    'a bad address is the only message about its consequences',
    `${br}ns a < veth e -> br0 ip <|10.0.0.300/24|> gw .1 >\nexpect a reaches root`,
    ['bad-address: `10.0.0.300/24` is no IP address.'],
  ],
  [
    'what a misspelt keyword would have declared is not unknown',
    '<|xyzzy|> br9\nns a < veth e -> br9 >',
    ['syntax: There is no word `xyzzy`.'],
  ],
];

for (const [what, text, messages] of cases) test(what, () => expectFindings(text, messages, 'named'));

for (const [what, text] of [
  [
    'a namespace and a device of one name',
    'bridge a ip 10.0.0.1/24\nns a < veth a -> root:a ip 10.0.0.2/24 gw .1 >',
  ],
  ['the far end drawn from both sides', 'ns a < veth x -> b:y >\nns b < veth y -> a:x >'],
  [
    'a bridge of its own namespace before that of the root',
    'bridge b\nns a < bridge b; veth x master b -> root:b >',
  ],
  [
    'an unnumbered /31 and a device route to a next hop',
    'ns a < veth x -> b:y ip 10.0.0.0/31 gw 10.0.0.1 route 10.5.0.1 dev x route 10.6.0.0/16 via 10.5.0.1 >\nns b < forward veth y ip 10.0.0.1/31 lo ip 10.5.0.1/32 >',
  ],
  [
    'two defaults with metrics',
    'ns a < veth e -> b:e ip 10.0.0.1/24 gw .2 gw .3 metric 10 >\nns b < forward veth e ip 10.0.0.2/24, 10.0.0.3/24 >',
  ],
  [
    'one default of each family',
    'ns a < veth e -> b:e ip 10.0.0.1/24, fd00::1/64 gw .2, ::2 >\nns b < forward veth e ip 10.0.0.2/24, fd00::2/64 >',
  ],
  [
    'a default of each family over one device',
    'ns a < veth x -> b:y ip fd00::1/64 route default dev x > ns b',
  ],
  [
    'an IPv6 next hop of an IPv4 route',
    'ns a < veth x -> b:y ip fd00::1/64 route 10.0.0.0/8 via ::2 > ns b < veth y ip fd00::2/64 >',
  ],
] as const) {
  test(`no finding: ${what}`, () => expectClean(text));
}

test('a conflict shows the other place', () => {
  const text = 'ns a\nns a';
  const [finding] = analyze(new SourceText('lab.net', text)).diagnostics;
  assert.equal(finding?.related, [{ span: { start: 3, end: 4 }, message: 'first declared here' }]);
});

test.run();
