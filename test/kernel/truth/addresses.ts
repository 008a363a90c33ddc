import * as assert from 'uvu/assert';
import type { Machine } from '../machine.helper.ts';
import { ping, type Truth } from '../truth.helper.ts';

/** Two nodes on a cable, with an address each. */
function pair(a: string, b: string): string {
  return `ns a < veth eth0 -> b:eth0 ip ${a} >\nns b < veth eth0 ip ${b} >`;
}

/** Two nodes in different networks, joined by next hops that follow from their MAC addresses or not. */
function linkLocals(joined: boolean): string {
  const route = (words: string): string => (joined ? `route ${words}` : '');
  return [
    `ns a < veth eth0 -> b:eth0 mac 02:00:00:00:00:01 ip fd00:0:0:1::1/64 ${route('fd00:0:0:2::/64 via fe80::ff:fe00:2')} >`,
    `ns b < veth eth0 mac 02:00:00:00:00:02 ip fd00:0:0:2::2/64 ${route('fd00:0:0:1::/64 via fe80::ff:fe00:1')} >`,
  ].join('\n');
}

const both = ['a 10.0.0.2', 'b 10.0.0.1'];

/** Two that have one address send by turns: the third answers one of them only. */
async function answersOne(machine: Machine, third: string): Promise<void> {
  for (const node of ['a', 'b', 'a', 'b']) await ping(machine, `${node} ${third}`);
  const codes = await Promise.all(
    ['a', 'b'].map(async (node) => (await ping(machine, `${node} ${third}`)).code),
  );
  assert.equal(codes.toSorted(), [0, 1], 'answered are both or none');
}

const six = (lab: string): string => lab.replace(/10\.0\.0\.(\d)\/24/g, 'fd00::$1/64');

/** What a node hears that opens a connection to a port where nobody listens. */
async function connect(machine: Machine, address: string): Promise<string> {
  return (await machine.run(['ip', 'netns', 'exec', 'b', 'bash', '-c', `: </dev/tcp/${address}/9`])).stderr;
}

const three = (second: string): string =>
  `bridge br0\nns a < veth eth0 -> br0 ip 10.0.0.1/24 >\nns b < veth eth0 -> br0 ip ${second} >\nns c < veth eth0 -> br0 ip 10.0.0.3/24 >`;

const twoLinks = (second: string, far: string): string =>
  `ns a < veth eth0 -> r:l ip 10.0.0.2/24 >\nns b < veth eth0 -> r:r ip ${far} >\nns r < veth l ip 10.0.0.1/24; veth r ip ${second} >`;

const twoLinks6 = (second: string, far: string): string =>
  `ns a < veth eth0 -> r:l ip fd00::2/64 >\nns b < veth eth0 -> r:r ip ${far} >\nns r < veth l ip fd00::1/64; veth r ip ${second} >`;

export const addresses: readonly Truth[] = [
  {
    rule: 'unusable-address',
    what: 'no address',
    lab: pair('10.0.0.1/24, 0.0.0.0/24', '10.0.0.2/24'),
    proof: async (machine) =>
      assert.not.match(await machine.shell('ip -n a -4 -o address show dev eth0'), /0\.0\.0\.0/),
    nearMiss: pair('10.0.0.1/24', '10.0.0.2/24'),
    works: both,
  },
  {
    rule: 'unusable-address',
    what: 'no IPv6 address',
    lab: pair('::/64', 'fd00::2/64'),
    fails: /Invalid address|Cannot assign requested address/,
    nearMiss: pair('fd00::1/64', 'fd00::2/64'),
    works: ['a fd00::2'],
  },
  {
    rule: 'unusable-address',
    what: 'multicast',
    lab: pair('224.0.0.251/24', '224.0.0.252/24'),
    lost: ['a 224.0.0.252', 'b 224.0.0.251'],
    nearMiss: pair('223.255.255.1/24', '223.255.255.2/24'),
    works: ['a 223.255.255.2'],
  },
  {
    rule: 'unusable-address',
    what: 'IPv6 multicast',
    lab: pair('ff0e::1/64', 'fd00::2/64'),
    fails: /Cannot assign (multicast|requested) address/,
    nearMiss: pair('fd00::1/64', 'fd00::2/64'),
    works: ['a fd00::2'],
  },
  {
    rule: 'unusable-address',
    what: 'everybody',
    lab: pair('255.255.255.255/24', '255.255.255.1/24'),
    lost: ['b 255.255.255.255', 'a 255.255.255.1'],
    nearMiss: pair('10.0.0.1/24', '10.0.0.2/24'),
    works: both,
  },
  {
    rule: 'unusable-address',
    what: 'this network',
    lab: pair('0.0.0.1/24', '0.0.0.2/24'),
    lost: ['a 0.0.0.2', 'b 0.0.0.1'],
    nearMiss: pair('1.0.0.1/24', '1.0.0.2/24'),
    works: ['a 1.0.0.2'],
  },
  {
    rule: 'unusable-address',
    what: 'loopback',
    lab: pair('127.0.1.1/24', '127.0.1.2/24'),
    lost: ['a -I eth0 127.0.1.2', 'b -I eth0 127.0.1.1'],
    nearMiss: pair('128.0.1.1/24', '128.0.1.2/24'),
    works: ['a -I eth0 128.0.1.2'],
  },
  {
    rule: 'unusable-address',
    what: 'IPv6 loopback',
    lab: pair('::1/64', 'fd00::2/64'),
    fails: /Cannot assign (loopback|requested) address/,
    nearMiss: pair('fd00::1/64', 'fd00::2/64'),
    works: ['a fd00::2'],
  },
  {
    rule: 'address-on-port',
    lab: 'ns sw < bridge br0; veth p1 master br0 ip 10.0.0.2/24 >\nns a < veth eth0 -> sw:p1 ip 10.0.0.1/24 >',
    lost: ['a 10.0.0.2'],
    nearMiss:
      'ns sw < bridge br0 ip 10.0.0.2/24; veth p1 master br0 >\nns a < veth eth0 -> sw:p1 ip 10.0.0.1/24 >',
    works: ['a 10.0.0.2'],
  },
  {
    rule: 'missing-length',
    lab: pair('10.0.0.1', '10.0.0.2/24'),
    lost: ['a 10.0.0.2', 'b 10.0.0.1'],
    nearMiss: pair('10.0.0.1/24', '10.0.0.2/24'),
    works: both,
  },
  {
    rule: 'broadcast-address',
    lab: pair('10.0.0.255/24', '10.0.0.2/24'),
    lost: ['b 10.0.0.255'],
    // whoever has it may send; nobody can connect to it
    reached: ['a 10.0.0.2'],
    proof: async (machine) => assert.match(await connect(machine, '10.0.0.255'), /Network is unreachable/),
    nearMiss: pair('10.0.0.254/24', '10.0.0.2/24'),
    works: ['a 10.0.0.2', 'b 10.0.0.254'],
    worksToo: async (machine) => assert.match(await connect(machine, '10.0.0.254'), /Connection refused/),
  },
  {
    rule: 'broadcast-address',
    what: 'of four addresses',
    lab: pair('10.0.0.3/30', '10.0.0.2/30'),
    lost: ['b 10.0.0.3'],
    proof: async (machine) => assert.match(await connect(machine, '10.0.0.3'), /Network is unreachable/),
    nearMiss: pair('10.0.0.3/31', '10.0.0.2/31'),
    works: ['a 10.0.0.2', 'b 10.0.0.3'],
  },
  {
    rule: 'duplicate-address',
    what: 'on a segment',
    lab: three('10.0.0.1/24'),
    proof: (machine) => answersOne(machine, '10.0.0.3'),
    nearMiss: three('10.0.0.2/24'),
    works: ['a 10.0.0.3', 'b 10.0.0.3', 'c 10.0.0.1', 'c 10.0.0.2'],
  },
  {
    rule: 'duplicate-address',
    what: 'on a segment, IPv6',
    lab: six(three('10.0.0.1/24')),
    proof: (machine) => answersOne(machine, 'fd00::3'),
    nearMiss: six(three('10.0.0.2/24')),
    works: ['a fd00::3', 'b fd00::3'],
  },
  {
    rule: 'duplicate-address',
    what: 'on a device',
    lab: pair('10.0.0.1/24, 10.0.0.1/24', '10.0.0.2/24'),
    fails: /File exists|already assigned/,
    nearMiss: pair('10.0.0.1/24, 10.0.0.1/32', '10.0.0.2/24'),
    works: both,
  },
  {
    rule: 'duplicate-address',
    what: 'on a device, IPv6',
    lab: pair('fd00::1/64, fd00::1/128', 'fd00::2/64'),
    fails: /File exists|already assigned/,
    nearMiss: pair('fd00::1/64, fd00::3/64', 'fd00::2/64'),
    works: ['b fd00::1', 'b fd00::3'],
  },
  {
    rule: 'duplicate-address',
    what: 'on a loopback device',
    lab: 'ns a < lo ip 127.0.0.1/8 >',
    fails: /File exists|already assigned/,
    nearMiss: 'ns a < lo ip 127.0.0.2/8 >',
    works: ['a 127.0.0.2'],
  },
  {
    rule: 'duplicate-address',
    what: 'on a loopback device, IPv6',
    lab: 'ns a < lo ip ::1/64 >',
    fails: /File exists|already assigned/,
    nearMiss: 'ns a < lo ip ::2/64 >',
    works: ['a ::2'],
  },
  {
    rule: 'isolated-address',
    lab: pair('10.0.0.1/24', '10.0.1.2/24'),
    lost: ['a 10.0.1.2', 'b 10.0.0.1'],
    nearMiss: pair('10.0.0.1/16', '10.0.1.2/16'),
    works: ['a 10.0.1.2', 'b 10.0.0.1'],
  },
  {
    rule: 'isolated-address',
    what: 'IPv6',
    lab: pair('fd00:0:0:1::1/64', 'fd00:0:0:2::2/64'),
    lost: ['a fd00:0:0:2::2', 'b fd00:0:0:1::1'],
    nearMiss: pair('fd00:0:0:1::1/64', 'fd00:0:0:1::2/64'),
    works: ['a fd00:0:0:1::2'],
  },
  {
    rule: 'isolated-address',
    what: 'without link-local next hops',
    lab: linkLocals(false),
    lost: ['a fd00:0:0:2::2', 'b fd00:0:0:1::1'],
    nearMiss: linkLocals(true),
    works: ['a fd00:0:0:2::2', 'b fd00:0:0:1::1'],
  },
  {
    rule: 'isolated-address',
    what: 'in the prefix of the other',
    lab: pair('10.0.0.1/24', '10.0.1.2/16'),
    lost: ['a 10.0.1.2', 'b 10.0.0.1'],
    nearMiss: `${pair('10.0.0.1/24', '10.0.1.2/16').replace(' >', ' route 10.0.0.0/16 >')}`,
    works: ['a 10.0.1.2', 'b 10.0.0.1'],
  },
  {
    rule: 'overlapping-prefixes',
    lab: twoLinks('10.0.0.3/24', '10.0.0.4/24'),
    lost: ['r 10.0.0.4', 'b 10.0.0.3'],
    reached: ['r 10.0.0.2', 'a 10.0.0.1'],
    nearMiss: twoLinks('10.0.1.3/24', '10.0.1.4/24'),
    works: ['r 10.0.1.4', 'b 10.0.1.3', 'r 10.0.0.2'],
  },
  {
    rule: 'overlapping-prefixes',
    what: 'IPv6',
    lab: twoLinks6('fd00::3/64', 'fd00::4/64'),
    lost: ['r fd00::4'],
    reached: ['r fd00::2'],
    nearMiss: twoLinks6('fd00:1::3/64', 'fd00:1::4/64'),
    works: ['r fd00:1::4', 'r fd00::2'],
  },
];
