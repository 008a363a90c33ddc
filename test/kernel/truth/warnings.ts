import * as assert from 'uvu/assert';
import type { Truth } from '../truth.helper.ts';

/** Two nodes on a cable, with what each has. */
function pair(a: string, b: string): string {
  return `ns a < veth eth0 -> b:eth0 ${a} >\nns b < veth eth0 ${b} >`;
}

const both = ['a 10.0.0.2', 'b 10.0.0.1'];
const good = pair('ip 10.0.0.1/24', 'ip 10.0.0.2/24');

const router = (left: string, right: string, far: string): string =>
  `ns a < veth eth0 -> r:l ip 10.0.0.2/24 >\nns b < veth eth0 -> r:r ip ${far} >\nns r < veth l ip ${left}; veth r ip ${right} >`;

const twice = (second: string): string =>
  `bridge br0\nns a < veth eth0 -> br0 ip 10.0.0.1/24; veth eth1 -> br0 ip ${second} >\nns b < veth eth0 -> br0 ip 10.0.0.2/24 >`;

const macs = (second: string): string =>
  `bridge br0\nns a < veth eth0 -> br0 mac 02:00:00:00:00:01 ip 10.0.0.1/24; veth eth1 -> br0 mac ${second} ip 10.0.1.1/24 >\nns b < veth eth0 -> br0 ip 10.0.0.2/24, 10.0.1.2/24 >`;

/** Labs that run, though they are likely not meant: what is wrong with them is no more than the warning says. */
const labs: readonly Truth[] = [
  {
    rule: 'network-address',
    lab: pair('ip 10.0.0.0/24', 'ip 10.0.0.2/24'),
    reached: ['a 10.0.0.2', 'b 10.0.0.0'],
    nearMiss: good,
    works: both,
  },
  {
    rule: 'network-address',
    what: 'IPv6',
    lab: pair('ip fd00::/64', 'ip fd00::2/64'),
    reached: ['a fd00::2', 'b fd00::'],
    nearMiss: pair('ip fd00::1/64', 'ip fd00::2/64'),
    works: ['a fd00::2'],
  },
  {
    rule: 'unusable-address',
    what: 'this network',
    lab: pair('ip 0.1.0.1/24', 'ip 0.1.0.2/24'),
    reached: ['a 0.1.0.2'],
    nearMiss: pair('ip 1.0.0.1/24', 'ip 1.0.0.2/24'),
    works: ['a 1.0.0.2'],
  },
  {
    rule: 'missing-length',
    what: 'a route says what is on-link',
    lab: pair('ip 10.0.0.1 route 10.0.0.0/24', 'ip 10.0.0.2/24'),
    reached: both,
    nearMiss: good,
    works: both,
  },
  {
    rule: 'duplicate-address',
    what: 'on a loopback device, another length',
    lab: 'ns a < lo ip 127.0.0.1 >',
    reached: ['a 127.0.0.1'],
    nearMiss: 'ns a < lo ip 127.0.0.2 >',
    works: ['a 127.0.0.2'],
  },
  {
    rule: 'duplicate-address',
    what: 'on two devices of one node',
    lab: twice('10.0.0.1/24'),
    besides: ['overlapping-prefixes'],
    reached: ['b 10.0.0.1', 'a 10.0.0.2'],
    nearMiss: twice('10.0.0.3/24'),
    works: ['b 10.0.0.1', 'b 10.0.0.3'],
  },
  {
    rule: 'different-lengths',
    lab: pair('ip 10.0.0.1/24, 10.0.1.1/32', 'ip 10.0.0.2/16'),
    reached: [...both, 'b 10.0.1.1'],
    nearMiss: pair('ip 10.0.0.1/16, 10.0.1.1/32', 'ip 10.0.0.2/16'),
    works: both,
  },
  {
    rule: 'overlapping-prefixes',
    what: 'one in the other',
    lab: router('10.0.0.1/16', '10.0.1.1/24', '10.0.1.2/24').replace('10.0.0.2/24', '10.0.0.2/16'),
    reached: ['r 10.0.0.2', 'r 10.0.1.2'],
    nearMiss: router('10.0.0.1/24', '10.0.1.1/24', '10.0.1.2/24'),
    works: ['r 10.0.0.2', 'r 10.0.1.2'],
  },
  {
    rule: 'overlapping-prefixes',
    what: 'on one segment',
    lab: twice('10.0.0.3/24'),
    reached: ['b 10.0.0.1', 'b 10.0.0.3', 'a 10.0.0.2'],
    nearMiss: twice('10.0.1.3/24').replace('ip 10.0.0.2/24', 'ip 10.0.0.2/24, 10.0.1.2/24'),
    works: ['b 10.0.0.1', 'b 10.0.1.3'],
  },
  {
    rule: 'own-next-hop',
    what: 'the destination is on the segment',
    lab: pair('ip 10.0.0.1/24 gw .1', 'ip 10.0.0.2/24; lo ip 10.9.0.1/32'),
    reached: ['a 10.9.0.1'],
    nearMiss: pair('ip 10.0.0.1/24 route 10.9.0.1/32', 'ip 10.0.0.2/24; lo ip 10.9.0.1/32'),
    works: ['a 10.9.0.1'],
  },
  {
    rule: 'unmatched-route',
    what: 'in a table that nobody looks at',
    lab: pair('ip 10.0.0.1/24 route 10.9.0.1/32 via .2 table 7', 'ip 10.0.0.2/24; lo ip 10.9.0.1/32'),
    lost: ['a 10.9.0.1'],
    reached: both,
    nearMiss: pair('ip 10.0.0.1/24 route 10.9.0.1/32 via .2', 'ip 10.0.0.2/24; lo ip 10.9.0.1/32'),
    works: ['a 10.9.0.1'],
  },
  {
    rule: 'unmatched-route',
    what: 'to the node itself',
    lab: pair('ip 10.0.0.1/24 route 10.0.0.1/32 via .2', 'ip 10.0.0.2/24'),
    reached: ['a 10.0.0.1', ...both],
    proof: async (machine) =>
      assert.match(await machine.shell('ip -n a route get 10.0.0.1'), /^local 10\.0\.0\.1 dev lo/),
    nearMiss: good,
    works: both,
  },
  {
    rule: 'unmatched-route',
    what: 'behind a lower metric',
    lab: pair('ip 10.0.0.1/24 route 10.0.0.0/24 via .2 metric 5', 'ip 10.0.0.2/24'),
    reached: both,
    proof: async (machine) => assert.not.match(await machine.shell('ip -n a route get 10.0.0.9'), / via /),
    nearMiss: good,
    works: both,
  },
  {
    rule: 'unmatched-route',
    what: 'in a table that no rule of IPv6 looks at',
    lab: pair('ip fd00::1/64 route fd09::1 via ::2 table default', 'ip fd00::2/64; lo ip fd09::1/128'),
    lost: ['a fd09::1'],
    reached: ['a fd00::2'],
    nearMiss: pair(
      'ip fd00::1/64 route fd09::1 via ::2 table default rule lookup default',
      'ip fd00::2/64; lo ip fd09::1/128',
    ),
    works: ['a fd09::1'],
  },
  {
    rule: 'empty-table',
    lab: pair(
      'ip 10.0.0.1/24 route 10.9.0.1/32 via .2 rule from .1 lookup 7',
      'ip 10.0.0.2/24; lo ip 10.9.0.1/32',
    ),
    reached: ['a 10.9.0.1', ...both],
    nearMiss: pair(
      'ip 10.0.0.1/24 route 10.9.0.1/32 via .2 table 7 rule lookup 7',
      'ip 10.0.0.2/24; lo ip 10.9.0.1/32',
    ),
    works: ['a 10.9.0.1'],
  },
  {
    rule: 'idle-forward',
    lab: `${good}\nns c < forward >`,
    reached: both,
    nearMiss: `${good}\nns c < forward; lo ip 10.9.0.1/32 >`,
    works: [...both, 'c 10.9.0.1'],
  },
  {
    rule: 'unused-bridge',
    lab: `bridge br0\n${good}`,
    reached: both,
    nearMiss: good,
    works: both,
  },
  {
    rule: 'no-forward',
    what: 'nothing is beyond',
    lab: pair('ip 10.0.0.1/24 gw .2', 'ip 10.0.0.2/24'),
    reached: both,
    nearMiss: `${pair('ip 10.0.0.1/24 gw .2', 'ip 10.0.0.2/24; forward')}`,
    works: both,
  },
  {
    rule: 'different-mtus',
    lab: `${pair('mtu 1500 ip 10.0.0.1/24', 'mtu 1400 ip 10.0.0.2/24')}`,
    // the larger end sends what the smaller one drops
    lost: ['a -s 1472 -M do 10.0.0.2'],
    reached: [...both, 'a -s 1372 -M do 10.0.0.2'],
    nearMiss: `${pair('mtu 1500 ip 10.0.0.1/24', 'mtu 1500 ip 10.0.0.2/24')}`,
    works: ['a -s 1472 -M do 10.0.0.2'],
  },
  {
    rule: 'duplicate-mac',
    what: 'at the ends of a cable',
    lab: pair(
      'mac 02:00:00:00:00:01 ip 10.0.0.1/24, fd00::1/64',
      'mac 02:00:00:00:00:01 ip 10.0.0.2/24, fd00::2/64',
    ),
    reached: [...both, 'a fd00::2'],
    nearMiss: pair('mac 02:00:00:00:00:01 ip 10.0.0.1/24, fd00::1/64', 'ip 10.0.0.2/24, fd00::2/64'),
    works: [...both, 'a fd00::2'],
  },
  {
    rule: 'duplicate-mac',
    what: 'of one node',
    lab: macs('02:00:00:00:00:01'),
    reached: ['b 10.0.0.1', 'b 10.0.1.1', 'a 10.0.0.2', 'a 10.0.1.2'],
    nearMiss: macs('02:00:00:00:00:03'),
    works: ['b 10.0.0.1', 'b 10.0.1.1'],
  },
  {
    rule: 'different-mtus',
    what: 'at a bridge',
    lab: 'bridge br0\nns a < veth eth0 -> br0 ip 10.0.0.1/24 >\nns b < veth eth0 -> br0 ip 10.0.0.2/24 mtu 1400 >\nns c < veth eth0 -> br0 ip 10.0.0.3/24 >',
    lost: ['a -s 1472 -M do 10.0.0.2'],
    reached: ['a -s 1372 -M do 10.0.0.2', 'a -s 1472 -M do 10.0.0.3'],
    nearMiss:
      'bridge br0\nns a < veth eth0 -> br0 ip 10.0.0.1/24 >\nns b < veth eth0 -> br0 ip 10.0.0.2/24 >',
    works: ['a -s 1472 -M do 10.0.0.2'],
  },
];

export const warnings: readonly Truth[] = labs.map((truth) => ({ ...truth, severity: 'warning' }));
