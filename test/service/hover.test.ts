import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { analyze } from '../../src/compile.ts';
import { hover } from '../../src/service/hover.ts';
import { piecesOf } from '../../src/syntax/pieces.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { fixtureLab, fixtureLabs, smallFixtureLabs } from '../lab.helper.ts';
import { cursor } from './cursor.helper.ts';

const test = suite('service: hover');

/** What is shown at `‸`. */
function shown(marked: string): string {
  const { analysis, offset } = cursor(marked);
  return hover(analysis, offset)?.markdown ?? '';
}

/** A lab under `fixtures/labs` with `‸` before the first `word` behind `behind`. */
function at(lab: string, behind: string, word: string): string {
  const { text } = fixtureLab(lab);
  const offset = text.indexOf(word, text.indexOf(behind));
  return `${text.slice(0, offset)}‸${text.slice(offset)}`;
}

test('a short address is completed and explained, with who else is on the segment', () => {
  assert.is(
    shown(at('gateway', 'ns ns1', '.1 >')),
    `\`.1\` is \`192.168.1.1\`, completed from \`192.168.1.2/24\` of \`ns1:eth0\`. \`root:br0\` has it, and forwards.

\`\`\`text
network    192.168.1.0/24
usable     192.168.1.1 – 192.168.1.254 (254)
broadcast  192.168.1.255
scope      private (RFC 1918)
\`\`\`

On the same segment:

\`\`\`text
192.168.1.1/24  root:br0  forwards
192.168.1.2/24  ns1:eth0
192.168.1.3/24  ns2:eth0
\`\`\``,
  );
  assert.match(
    shown(at('policy', 'isp{1,2}', '.2\n')),
    '`.2` is `10.8.1.2`, completed from `10.8.1.1/24` of `isp1:web`; in other copies it is `10.8.2.2`. `web:isp1` has it.',
  );
});

test('an address with its length, of either family, and where nobody else is', () => {
  assert.is(
    shown('ns a < lo ip 10.0.0.1/32, ‸fd00::1/64 >'),
    `\`fd00::1/64\`: an address of \`a:lo\`

\`\`\`text
network  fd00::/64
usable   fd00:: – fd00::ffff:ffff:ffff:ffff
scope    unique local (RFC 4193)
\`\`\``,
  );
  const scope = (address: string): string =>
    / {2}(.*)\n```$/.exec(shown(`ns a < lo ip ‸${address}/32 >`))?.[1]?.trim() ?? '';
  assert.is(scope('8.8.8.8'), 'global');
  assert.is(scope('100.64.1.1'), 'shared, of providers (RFC 6598)');
  assert.is(scope('192.0.2.1'), 'documentation (RFC 5737)');
  const lines = shown(at('bridges', 'to-ns6', '10.6.0.1/31')).split('\n');
  assert.equal(lines.slice(3, 6), [
    'network  10.6.0.0/31',
    'usable   10.6.0.0 – 10.6.0.1 (2)',
    'scope    private (RFC 1918)',
  ]);
});

test('an uplink may have others on its segment', () => {
  assert.match(
    shown(at('gateway', 'uplink', '10.0.2.15')),
    '\n10.0.2.15/24  root:enp0s3  forwards\n… and what else is on the network of the uplink\n',
  );
});

test('a prefix, and who is in it', () => {
  assert.is(
    shown(at('router', 'route', '192.168.2.0/24')),
    `\`192.168.2.0/24\`: a network

\`\`\`text
network    192.168.2.0/24
usable     192.168.2.1 – 192.168.2.254 (254)
broadcast  192.168.2.255
scope      private (RFC 1918)
\`\`\`

In it:

\`\`\`text
192.168.2.2/24  ns2:veth-ns2
192.168.2.1/24  ns-router:veth-ns2-router
\`\`\``,
  );
});

test('an address that nobody has is said to be nobody’s', () => {
  assert.match(
    shown(at('dual-stack', 'cannot', '192.168.1.99')),
    /^`192.168.1.99`. Nobody in the lab has it.\n/,
  );
});

test('a keyword has its form, its values and an example, from the table of words', () => {
  assert.is(
    shown('ns a < veth e0 -> b:e0 ‸ip 10.0.0.1/24 >\nns b < veth e0 >'),
    `\`ip ADDRESS/LENGTH[, …]\`: an address with the length of its prefix.

- \`ADDRESS/LENGTH\`: an address with the length of its prefix; without a length /32 or /128; several are separated by commas

\`\`\`text
ip 192.168.1.2/24
\`\`\`

\`docs/syntax.md\``,
  );
  const { analysis, offset } = cursor('‸forward inet');
  assert.match(
    hover(analysis, offset, 'https://x.org/docs')?.markdown ?? '',
    '\n[docs/syntax.md](https://x.org/docs/syntax.md)',
  );
  // the word means what it means there
  assert.match(shown('ns a < route default via ‸10.0.0.1 >'), /^`10.0.0.1`/);
  assert.match(shown('ns a < route default ‸via 10.0.0.1 >'), /^`via ADDRESS`: the next hop\./);
  assert.match(shown('ns a < lo ip 10.0.0.1/32 >\nexpect a reaches a ‸via a'), /`via NODE\[, …\]`/);
});

test('an expectation says whether it holds, and by which way', () => {
  const trace = `holds

\`\`\`text
ns1 to 192.168.2.2
  1  ns1        192.168.2.0/24 via 192.168.1.1 dev veth-ns1, from 192.168.1.2 (line 1)
                192.168.1.1 is ns-router:veth-ns1-router
  2  ns-router  192.168.2.0/24 dev veth-ns2-router (connected)
                192.168.2.2 is ns2:veth-ns2
  3  ns2        takes it
back to 192.168.1.2`;
  assert.ok(shown(at('router', 'expect', 'expect')).startsWith(trace));
  assert.ok(shown(at('router', 'expect', 'reaches')).startsWith(trace));
  const lost = fixtureLab('router').text.replace('  forward\n', '').replace('expect', '‸expect');
  assert.match(shown(lost), /^does not hold: ns-router does not forward\n/);
  assert.match(shown(at('bridge', 'expect', 'expect')), /^holds \\\(?\(?6 pairs/);
});

test('a namespace shows its interfaces and addresses, and its routes in the words of `ip`', () => {
  const ns1 = `\`ns1\`: a network namespace

\`\`\`text
eth0  veth  192.168.1.2/24  -> root:br0
\`\`\`

\`\`\`text
default via 192.168.1.1 dev eth0
\`\`\``;
  assert.is(shown(at('gateway', 'ns ns1', 'ns1')), ns1);
  assert.is(shown(at('gateway', 'expect', 'ns1')), ns1);
  assert.is(
    shown(at('policy', 'ns isp', 'isp')).split('The first:')[1],
    `

\`isp1\`: a network namespace; forwards IPv4 and IPv6

\`\`\`text
home  veth  10.1.0.1/24 fd00:1::1/64    -> home:eth1
web   veth  10.8.1.1/24 fd00:8:1::1/64  -> web:isp1
\`\`\`

\`\`\`text
rule priority 100 from 10.1.0.0/24 iif home lookup main
rule priority 100 from fd00:1::/64 iif home lookup main
rule priority 200 from all iif home prohibit
10.66.0.1 via 10.8.1.2 dev web
fd00:66::1 via fd00:8:1::2 dev web
\`\`\``,
  );
});

test('a bridge shows its ports, a cable end what is at the other', () => {
  assert.is(
    shown(at('bridge', 'veth-ns1 ->', 'virtual-bridge')).split('\n\n')[1],
    `\`\`\`text
mac   02:6c:89:26:3e:0d, made from the names of lab and device
port  ns1-veth-ns1 -> ns1:veth-ns1
port  ns2-veth-ns2 -> ns2:veth-ns2
port  ns3-veth-ns3 -> ns3:veth-ns3
\`\`\``,
  );
  assert.is(
    shown(at('gateway', 'ns ns2', 'eth0')),
    `\`ns2:eth0\`: one end of a cable

\`\`\`text
ip  192.168.1.3/24
->  root:ns2-eth0, a port that netgen makes of br0
\`\`\`

On the same segment:

\`\`\`text
192.168.1.1/24  root:br0  forwards
192.168.1.2/24  ns1:eth0
192.168.1.3/24  ns2:eth0
\`\`\``,
  );
});

test('each part of a reference is what it names', () => {
  assert.match(
    shown(at('two-machines', 'expect', 'left/ns1')),
    /^`left`: the root namespace of the machine; forwards IPv4\n/,
  );
  assert.match(shown(at('two-machines', 'expect left/', 'ns1')), /^`left\/ns1`: a network namespace\n/);
  assert.match(shown(at('router', '->', 'ns-router:')), /^`ns-router`: a network namespace; forwards IPv4\n/);
  assert.match(
    shown(at('router', '->', 'veth-ns1-router')),
    /^`ns-router:veth-ns1-router`: one end of a cable\n/,
  );
  assert.match(
    shown(at('gateway', 'nat', 'enp0s3')),
    /^`root:enp0s3`: a device that the machine has already\n/,
  );
  assert.match(shown(at('two-machines', 'host', 'left')), /\n\nNamespaces: `ns1`, `ns2`$/);
});

test('a range or an expression shows what it becomes', () => {
  assert.match(
    shown(at('ranges', 'ip', '10.0.0.{1')),
    '`10.0.0.{1..6}/24` becomes 6 words:\n\n```text\n10.0.0.1/24, 10.0.0.2/24, 10.0.0.3/24, 10.0.0.4/24, 10.0.0.5/24\n10.0.0.6/24\n```',
  );
  assert.match(
    shown('for i in 1..3 < for j in {i}..3 < ns r{i}-{‸j*2} < > > >'),
    '```text\nr1-2, r1-4, r1-6, r2-4, r2-6, r3-6\n```',
  );
  assert.match(
    shown('ns a‸{1..1000} < >'),
    /^`a\{1\.\.1000\}` becomes 1000 words:\n\n```text\na1, a2,.*, …\n```/s,
  );
  assert.is(shown('ns a‸{1..} < >').includes('becomes'), false);
});

test('a loop shows its copies', () => {
  assert.match(
    shown('for i in 1..2 < ‸for j in a, b < ns r{i}{j} < > > >'),
    /^Its block becomes 4 copies:\n\n```text\ni=1 j=a, i=1 j=b, i=2 j=a, i=2 j=b\n```/,
  );
  assert.match(shown('for i in ‸1..3 < ns r{i} < > >'), /^Its block becomes 3 copies/);
  assert.match(
    shown('for i in 1..1000 < for j in 1..1000 < ‸for k in 1..9 < ns a < > > > >'),
    /^Its block becomes more than 10000 copies/,
  );
});

test('the span is that of the word', () => {
  const { analysis, offset } = cursor('ns a < lo ip 10.0.‸0.1/32 >');
  assert.equal(hover(analysis, offset)?.span, { start: 13, end: 24 });
  assert.is(shown('ns a < > # a ‸comment'), '');
  assert.is(shown('ns a < ‸\n >'), '');
});

test('every word of every lab says something', () => {
  for (const { name, text } of smallFixtureLabs()) {
    const analysis = analyze(new SourceText('lab.net', text));
    for (const { kind, span } of piecesOf(text))
      if (kind === 'word')
        assert.ok(hover(analysis, span.start)?.markdown, `${name}: ${text.slice(span.start, span.end)}`);
  }
});

test('half-written text is never too much', () => {
  for (const { name, text } of fixtureLabs()) {
    if (!['router', 'policy', 'ring', 'two-machines'].includes(name)) continue;
    for (let end = 0; end <= text.length; end += 23) {
      const analysis = analyze(new SourceText('lab.net', text.slice(0, end)));
      for (const offset of [end, end - 5, end >> 1]) hover(analysis, offset);
    }
  }
});

test.run();
