import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { semanticTokens } from '../../src/service/semantic-tokens.ts';
import { fixtureLab } from '../lab.helper.ts';
import { analysisOf } from './cursor.helper.ts';

const test = suite('semantic tokens');

const letters = {
  keyword: 'k',
  lab: 'L',
  host: 'h',
  namespace: 'n',
  device: 'd',
  variable: 'v',
  address: 'a',
  number: '1',
  range: 'r',
  operator: 'o',
  comment: '#',
} as const;

/** The text and, under each line, the letter of each token's kind; `!` begins a declaration. */
function underlined(text: string): string {
  const marks: string[] = [...text].map((character) => (character === '\n' ? '\n' : ' '));
  for (const { span, kind, isDeclaration } of semanticTokens(analysisOf(text))) {
    marks.fill(letters[kind], span.start, span.end);
    if (isDeclaration) marks[span.start] = '!';
  }
  const under = marks.join('').split('\n');
  return text
    .split('\n')
    .flatMap((line, index) => [line, under[index]?.trimEnd() ?? ''])
    .join('\n');
}

function expectTokens(expected: string): void {
  const lines = expected.replace(/^\n|\n$/g, '').split('\n');
  const text = lines.filter((_, index) => index % 2 === 0).join('\n');
  assert.is(underlined(text), lines.join('\n'));
}

/** Claims the tokens of a fixture's first lines. */
function expectLab(lab: string, expected: string): void {
  const lines = expected.replace(/^\n|\n$/g, '').split('\n');
  assert.equal(underlined(fixtureLab(lab).text).split('\n').slice(0, lines.length), lines);
}

test('point to point', () =>
  expectLab(
    'point-to-point',
    `
ns ns1 < veth veth-ns1 -> ns2:veth-ns2 ip 192.168.1.1/24 >
kk !nn o kkkk !ddddddd oo nnn dddddddd kk aaaaaaaaaaaaaa o
ns ns2 < veth veth-ns2 -> ns1:veth-ns1 ip 192.168.1.2/24 >
kk !nn o kkkk !ddddddd oo nnn dddddddd kk aaaaaaaaaaaaaa o
expect ns1 reaches ns2
kkkkkk nnn kkkkkkk nnn
`,
  ));

test('bridge', () =>
  expectLab(
    'bridge',
    `
bridge virtual-bridge
kkkkkk !ddddddddddddd
ns ns1 < veth veth-ns1 -> virtual-bridge ip 192.168.1.1/24 >
kk !nn o kkkk !ddddddd oo dddddddddddddd kk aaaaaaaaaaaaaa o
`,
  ));

test('router', () =>
  expectLab(
    'router',
    `
ns ns1 < veth veth-ns1 -> ns-router:veth-ns1-router ip 192.168.1.2/24 route 192.168.2.0/24 via .1 >
kk !nn o kkkk !ddddddd oo nnnnnnnnn ddddddddddddddd kk aaaaaaaaaaaaaa kkkkk aaaaaaaaaaaaaa kkk aa o
`,
  ));

test('root router', () =>
  expectLab(
    'root-router',
    `
forward
kkkkkkk
veth veth-ns1-router ip 192.168.1.1/24
kkkk !dddddddddddddd kk aaaaaaaaaaaaaa
`,
  ));

test('gateway', () =>
  expectLab(
    'gateway',
    `
uplink enp0s3 ip 10.0.2.15/24          # exists already: checked against, never created, changed or deleted
kkkkkk !ddddd kk aaaaaaaaaaaa          ####################################################################
forward
kkkkkkk
bridge br0 < ip 192.168.1.1/24 >
kkkkkk !dd o kk aaaaaaaaaaaaaa o
ns ns1 < veth eth0 -> br0 ip 192.168.1.2/24 gw .1 >
kk !nn o kkkk !ddd oo ddd kk aaaaaaaaaaaaaa kk aa o
ns ns2 < veth eth0 -> br0 ip 192.168.1.3/24 gw .1 >
kk !nn o kkkk !ddd oo ddd kk aaaaaaaaaaaaaa kk aa o
nat 192.168.1.0/24 -> enp0s3           # optional: masquerade what leaves
kkk aaaaaaaaaaaaaa oo dddddd           ##################################
expect ns1 reaches 10.0.2.15
kkkkkk nnn kkkkkkk aaaaaaaaa
`,
  ));

test('two machines', () => {
  const lines = underlined(fixtureLab('two-machines').text).trimEnd().split('\n');
  assert.equal(lines.slice(0, 2), ['host left <', 'kkkk !hhh o']);
  assert.equal(lines.slice(-2), [
    'expect left/ns1 reaches right/ns1 via left, right',
    'kkkkkk hhhh nnn kkkkkkk hhhhh nnn kkk hhhh  hhhhh',
  ]);
});

test('ranges, loops and expressions', () =>
  expectTokens(`
lab big
kkk !LL
bridge b{1,2} < mtu 1400 >
kkkkkk !rrrrr o kkk 1111 o
for i in 1..{3} < ns n{i}-x < veth e -> b1 ip 10.0.{(i+1)*2}.1/24 > >
kkk ! kk rrro1o o kk !ovo!n o kkkk ! oo dd kk aaaaaoovo1oo1oaaaaa o o
`));

test('words that are one of a few, tables, and devices in every place', () =>
  expectTokens(`
ns n < forward inet6; lo ip 10.9.0.1; veth e mac 02:00:00:00:00:01
kk ! o kkkkkkk kkkkk  kk kk aaaaaaaa  kkkk ! kkk aaaaaaaaaaaaaaaaa
route default via 10.0.0.1 dev e table main metric 7
kkkkk kkkkkkk kkk aaaaaaaa kkk d kkkkk kkkk kkkkkk 1
route blackhole 10.1.0.0/16
kkkkk kkkkkkkkk aaaaaaaaaaa
rule iif lo from all lookup 7 >
kkkk kkk dd kkkk kkk kkkkkk 1 o
expect all cannot reach n:e
kkkkkk kkk kkkkkk kkkkk n d
`));

test('what nothing is known of yet is left out', () =>
  expectTokens(`
ns a < veth e -> ghost:e; vlan x
kk ! o kkkk ! oo
expect a reaches ghost
kkkkkk n kkkkkkk
`));

test.run();
