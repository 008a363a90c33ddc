// What no ping of `fixtures/forwarding` can show: large packets, rings, uplinks, every way of several.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { echo } from '../../src/forwarding/echo.ts';
import { Network } from '../../src/forwarding/network.ts';
import { mostWays, type Trace, trace, traces } from '../../src/forwarding/trace.ts';
import { type Address, parseAddress } from '../../src/model/address.ts';
import { deviceName, type Node, nodeName, nodesOf } from '../../src/model/lab.ts';
import { labOf } from '../lab.helper.ts';

const test = suite('forwarding: traces');

function asked(text: string): {
  network: Network;
  node: (name: string) => Node;
  to: (text: string) => Address;
} {
  const lab = labOf(text);
  const nodes = new Map(lab.hosts.flatMap(nodesOf).map((one) => [nodeName(one), one]));
  return {
    network: new Network(lab),
    node: (name) => nodes.get(name) as Node,
    to: (address) => parseAddress(address) as Address,
  };
}

/** `a:e0 r:e1 → b: delivered`. */
function told({ hops, at, ending }: Trace): string {
  const way = hops.map(({ out }) => out && deviceName(out)).join(' ');
  return `${way} → ${nodeName(at)}: ${ending}`;
}

test('a packet is as large as each device and each cable on its way takes', () => {
  const { network, node, to } = asked(`
    bridge sw
    ns a < veth e0 -> r:e0 ip 10.0.0.1/24 gw .2 veth e1 -> c:e0 ip 10.0.3.1/24 >
    ns r < forward veth e0 ip 10.0.0.2/24 veth e1 mtu 1400 -> b:e0 ip 10.0.1.2/24 >
    ns b < veth e0 mtu 1400 ip 10.0.1.1/24 gw .2 >
    ns c < veth e0 mtu 1300 ip 10.0.3.2/24 >
    ns d < bridge br ip 10.0.4.1/24 veth p0 master br -> sw >
    ns e < veth e0 mtu 1200 -> sw ip 10.0.4.2/24 >`);
  const sent = (from: string, address: string, size: number): string =>
    told(trace(network, node(from), to(address), { size }));
  assert.is(sent('a', '10.0.1.1', 1400), 'a:e0 r:e1 → b: delivered');
  assert.is(sent('a', '10.0.1.1', 1401), 'a:e0 r:e1 → r: too-big');
  // the far end of a cable takes four bytes more than its MTU, and sends no more than that
  assert.is(sent('a', '10.0.3.2', 1304), 'a:e1 → c: delivered');
  assert.is(sent('a', '10.0.3.2', 1305), 'a:e1 → a: too-big');
  assert.is(sent('c', '10.0.3.1', 1300), 'c:e0 → a: delivered');
  assert.is(sent('c', '10.0.3.1', 1301), 'c:e0 → c: too-big');
  // a port that drops it is on the way alone
  assert.is(sent('d', '10.0.4.2', 1204), 'd:br → e: delivered');
  assert.is(sent('d', '10.0.4.2', 1205), 'd:br → d: too-big');
});

test('the mtu of a route is the largest packet that takes it', () => {
  const { network, node, to } = asked(`
    ns a < veth e0 -> b:e0 ip 10.0.0.1/24 route 10.9.0.0/24 via .2 < mtu 1000 > >
    ns b < veth e0 ip 10.0.0.2/24 lo ip 10.9.0.1/32 >`);
  const sent = (size: number): string => trace(network, node('a'), to('10.9.0.1'), { size }).ending;
  assert.equal([sent(1000), sent(1001)], ['delivered', 'too-big']);
});

test('the mtu of a route may be more than its device has; what IPv6 passes on heeds both', () => {
  const { network, node, to } = asked(`
    ns a < veth e0 mtu 1300 -> r:e0 ip 10.0.1.1/24, fd00:1::1/64 gw .2, ::2 < mtu 1400 > >
    ns r < forward veth e0 ip 10.0.1.2/24, fd00:1::2/64
      veth e1 -> b:e0 mtu 1300 ip 10.0.2.2/24, fd00:2::2/64
      route 10.0.9.0/24 via 10.0.2.3 < mtu 1350 > route fd00:9::/64 via fd00:2::3 < mtu 1350 > >
    ns b < veth e0 ip 10.0.2.3/24, fd00:2::3/64 lo ip 10.0.9.1/32, fd00:9::1/128 >`);
  const end = (address: string, size: number): string => {
    const { at, ending } = trace(network, node('a'), to(address), { size });
    return `${at.name} ${ending}`;
  };
  const ends = (address: string): readonly string[] =>
    [1300, 1301, 1350, 1351, 1400, 1401].map((size) => end(address, size));
  assert.equal(ends('10.0.9.1'), [
    'b delivered',
    'b delivered',
    'b delivered',
    'r too-big',
    'r too-big',
    'a too-big',
  ]);
  assert.equal(ends('fd00:9::1'), [
    'b delivered',
    'r too-big',
    'r too-big',
    'r too-big',
    'r too-big',
    'a too-big',
  ]);
});

test('nothing is sure where bridges and cables make a ring', () => {
  const { network, node, to } = asked(`
    bridge one  bridge two
    veth p master one -> two
    veth q master one -> two
    ns a < veth e0 -> one ip 10.0.0.1/24 >
    ns b < veth e0 -> two ip 10.0.0.2/24 >`);
  const { answered, why } = echo(network, node('a'), to('10.0.0.2'));
  assert.equal([answered, why], [undefined, 'storm']);
});

test('what leaves by an uplink or by a route of the machine is not known, what is there is', () => {
  const { network, node, to } = asked(`
    uplink enp0s3 ip 10.0.2.15/24
    forward
    bridge br0 ip 192.168.1.1/24
    ns a < veth e0 -> br0 ip 192.168.1.2/24 gw .1 >
    nat 192.168.1.0/24 -> enp0s3`);
  const said = (address: string): unknown[] => {
    const { answered, why } = echo(network, node('a'), to(address));
    return [answered, why];
  };
  assert.equal(said('10.0.2.15'), [true, 'delivered']);
  assert.equal(said('10.0.2.2'), [undefined, 'leaves-the-lab']);
  assert.equal(said('198.51.100.1'), [undefined, 'leaves-the-lab']);
  assert.equal(said('192.168.1.9'), [false, 'not-answered']);
});

test('of several ways each is told, and an answer is sure where all give it', () => {
  const { network, node, to } = asked(`
    ns a <
      veth e0 -> r:e0 ip 10.0.0.1/24
      veth e1 -> r:e1 ip 10.0.1.1/24
      route 10.9.0.0/24 < nexthop via 10.0.0.2 nexthop via 10.0.1.2 >
      route 10.8.0.0/24 < nexthop via 10.0.0.2 nexthop via 10.0.1.9 >
    >
    ns r < veth e0 ip 10.0.0.2/24 veth e1 ip 10.0.1.2/24 lo ip 10.9.0.1/32, 10.8.0.1/32 >`);
  assert.equal(traces(network, node('a'), to('10.9.0.1')).map(told), [
    'a:e0 → r: delivered',
    'a:e1 → r: delivered',
  ]);
  assert.is(echo(network, node('a'), to('10.9.0.1')).answered, true);
  const { answered, why } = echo(network, node('a'), to('10.8.0.1'));
  assert.equal([answered, why], [undefined, 'several-ways']);
});

test('who does not forward IPv6 leaves a next hop out once it knows that it does not answer', () => {
  const lab = (forward: string): ReturnType<typeof asked> =>
    asked(`
    ns a < ${forward} veth e0 -> b:e0 ip fd00::1/64, 10.0.0.1/24
      route fd07::/64 via ::99  route fd07::/48 via ::2
      route 10.7.0.0/24 via .99  route 10.7.0.0/16 via .2
    >
    ns b < veth e0 ip fd00::2/64, 10.0.0.2/24 lo ip fd07::1/128, 10.7.0.1/32 >`);
  const said = (forward: string, address: string): unknown => {
    const { network, node, to } = lab(forward);
    return echo(network, node('a'), to(address)).answered;
  };
  assert.is(said('', 'fd07::1'), undefined);
  assert.is(said('forward', 'fd07::1'), false);
  assert.is(said('', '10.7.0.1'), false);
  assert.is(said('', 'fd00::99'), false);
});

test('a way round and round ends, and at once where it comes back to the sender', () => {
  const { network, node, to } = asked(`
    ns a < veth e0 -> b:e1 ip 10.0.1.1/24 gw .2 >
    ns b < forward veth e0 -> c:e0 ip 10.0.0.1/24 gw .2 veth e1 ip 10.0.1.2/24 >
    ns c < forward veth e0 ip 10.0.0.2/24 gw .1 >`);
  assert.is(trace(network, node('a'), to('10.9.9.9')).ending, 'loop');
  // its own source is no source to a node (fib_validate_source)
  assert.is(told(trace(network, node('b'), to('10.9.9.9'))), 'b:e0 c:e0 → b: martian');
});

test('a masquerade is told, and taken back on the way back', () => {
  const { network, node, to } = asked(`
    ns a < veth e0 -> r:e0 ip 10.0.0.2/24 gw .1 >
    ns r < forward veth e0 ip 10.0.0.1/24 veth e1 ip 10.0.1.1/24 nat 10.0.0.0/24 -> e1 >
    ns b < veth e0 -> r:e1 ip 10.0.1.2/24 >`);
  const { answered, there, back } = echo(network, node('a'), to('10.0.1.2'));
  assert.is(answered, true);
  assert.equal(
    there.hops.map(({ translation }) => translation && `${translation.from.text} ${translation.to.text}`),
    [undefined, '10.0.0.2 10.0.1.1'],
  );
  assert.equal(
    back?.hops.map((hop) => hop.to.text),
    ['10.0.1.1', '10.0.0.2'],
  );
});

test('of too many ways it is not known how they end', () => {
  /** Twice as many ways with each node more. */
  const ladder = (nodes: number): string =>
    Array.from({ length: nodes }, (_, i) => {
      const links = [0, 1].map((j) => `veth r${j} -> n${i + 1}:l${j} ip 10.${i}.${j}.1/24`).join(' ');
      const hops = [0, 1].map((j) => `nexthop via 10.${i}.${j}.2`).join(' ');
      const ends = i === 0 ? '' : [0, 1].map((j) => `veth l${j} ip 10.${i - 1}.${j}.2/24`).join(' ');
      const back = i === 0 ? '' : `route 10.0.0.0/23 via 10.${i - 1}.0.1`;
      return `ns n${i} < forward ${ends} ${links} ${back} route 10.99.0.1 ${hops} >\n`;
    }).join('') +
    `ns n${nodes} < ${[0, 1].map((j) => `veth l${j} ip 10.${nodes - 1}.${j}.2/24`).join(' ')}
       lo ip 10.99.0.1/32 gw 10.${nodes - 1}.0.1 >`;
  assert.is(2 ** 10, mostWays);
  for (const [nodes, answered] of [
    [10, true],
    [11, undefined],
  ] as const) {
    const { network, node, to } = asked(ladder(nodes));
    assert.is(traces(network, node('n0'), to('10.99.0.1')).length, mostWays + (answered ? 0 : 1));
    const found = echo(network, node('n0'), to('10.99.0.1'));
    assert.is(found.answered, answered);
    assert.is(found.why, answered ? 'delivered' : 'unknown');
  }
});

test.run();
