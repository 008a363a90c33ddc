import * as assert from 'uvu/assert';
import type { Truth } from '../truth.helper.ts';

/** Two nodes on a cable, and what the first has besides its address. */
function pair(words: string, b = '10.0.0.2/24'): string {
  return `ns a < veth eth0 -> b:eth0 ip 10.0.0.1/24 ${words} >\nns b < forward; veth eth0 ip ${b}; lo ip 10.9.0.1/32 >`;
}

function pair6(words: string, b = 'fd00::2/64'): string {
  return `ns a < veth eth0 -> b:eth0 ip fd00::1/64 ${words} >\nns b < forward; veth eth0 ip ${b}; lo ip fd09::1/128 >`;
}

/** Three nodes in a row; the first has a gateway, and so has the last. */
function chain(gateway: string): string {
  return [
    `ns a < veth eth0 -> b:l ip 10.0.0.1/24 gw ${gateway} >`,
    'ns b < forward; veth l ip 10.0.0.2/24; veth r ip 10.0.2.1/24 >',
    'ns c < veth eth0 -> b:r ip 10.0.2.2/24 gw .1 >',
  ].join('\n');
}

const permanent = (mac: string): string =>
  pair(`gw .2 neigh .2 lladdr ${mac}`).replace('eth0 ip 10.0.0.2', 'eth0 mac 02:00:00:00:00:02 ip 10.0.0.2');

const beyond = ['a 10.9.0.1'];
const beyond6 = ['a fd09::1'];

export const routing: readonly Truth[] = [
  {
    rule: 'next-hop-not-on-link',
    lab: pair('gw 10.1.0.2'),
    fails: /Nexthop has invalid gateway/,
    nearMiss: pair('gw 10.0.0.2'),
    works: beyond,
  },
  {
    rule: 'next-hop-not-on-link',
    what: 'IPv6',
    lab: pair6('gw fd01::2'),
    fails: /No route to host|invalid gateway/i,
    nearMiss: pair6('gw fd00::2'),
    works: beyond6,
  },
  {
    rule: 'next-hop-not-on-link',
    what: 'behind another gateway',
    lab: pair('gw .2 route 10.8.0.0/16 via 10.9.0.1'),
    fails: /Nexthop has invalid gateway/,
    nearMiss: pair('gw .2 route 10.9.0.1/32 route 10.8.0.0/16 via 10.9.0.1'),
    works: beyond,
  },
  {
    rule: 'next-hop-not-on-link',
    what: 'a neighbour whose route says `onlink`',
    lab: pair('gw 10.3.0.1 neigh 10.3.0.1 lladdr 02:00:00:00:00:02'),
    fails: /Nexthop has invalid gateway/,
    nearMiss: pair('gw 10.3.0.1 onlink neigh 10.3.0.1 lladdr 02:00:00:00:00:02').replace(
      'eth0 ip 10.0.0.2',
      'eth0 mac 02:00:00:00:00:02 ip 10.0.0.2',
    ),
    works: beyond,
  },
  {
    rule: 'next-hop-not-on-link',
    what: 'a neighbour',
    lab: pair('neigh 10.9.0.1 lladdr 02:00:00:00:00:02').replace(
      'eth0 ip 10.0.0.2',
      'eth0 mac 02:00:00:00:00:02 ip 10.0.0.2',
    ),
    lost: beyond,
    reached: ['a 10.0.0.2'],
    nearMiss: pair('neigh 10.9.0.1 lladdr 02:00:00:00:00:02 route 10.9.0.1/32').replace(
      'eth0 ip 10.0.0.2',
      'eth0 mac 02:00:00:00:00:02 ip 10.0.0.2',
    ),
    works: beyond,
  },
  {
    rule: 'own-next-hop',
    lab: chain('.1'),
    lost: ['a 10.0.2.2'],
    reached: ['a 10.0.0.2', 'b 10.0.2.2'],
    nearMiss: chain('.2'),
    works: ['a 10.0.2.2'],
  },
  {
    rule: 'own-next-hop',
    what: 'IPv6',
    lab: pair6('gw ::1'),
    fails: /can not be a local address|Gateway|Invalid argument/,
    nearMiss: pair6('gw ::2'),
    works: beyond6,
  },
  {
    rule: 'own-next-hop',
    what: 'on another device, said to be on-link',
    lab: `ns a < veth eth0 -> b:eth0 ip 10.0.0.1/24 lo ip 10.9.0.1/32 route 10.1.0.0/16 via 10.9.0.1 dev eth0 onlink >
      ns b < veth eth0 ip 10.0.0.2/24 lo ip 10.1.0.1/32 >`,
    fails: /Nexthop has invalid gateway/,
    nearMiss: `ns a < veth eth0 -> b:eth0 ip 10.0.0.1/24 lo ip 10.9.0.1/32 route 10.1.0.0/16 via 10.0.0.2 dev eth0 onlink >
      ns b < veth eth0 ip 10.0.0.2/24 lo ip 10.1.0.1/32 >`,
    works: ['a 10.1.0.1'],
  },
  {
    rule: 'bad-next-hop',
    what: 'the broadcast address',
    lab: pair('gw .255'),
    fails: /Nexthop has invalid gateway/,
    nearMiss: pair('gw .254', '10.0.0.254/24'),
    works: beyond,
  },
  {
    rule: 'bad-next-hop',
    what: 'at the loopback device',
    lab: pair('route 10.9.0.0/16 via 10.2.0.2').replace(' >', '; lo ip 10.2.0.1/24 >'),
    lost: beyond,
    reached: ['a 10.0.0.2'],
    nearMiss: pair('gw .2'),
    works: beyond,
  },
  {
    rule: 'bad-next-hop',
    what: 'at the loopback device, IPv6',
    lab: pair6('route fd09::/64 via fd02::2').replace(' >', '; lo ip fd02::1/64 >'),
    fails: /No route to host|invalid|Invalid/,
    nearMiss: pair6('gw ::2'),
    works: beyond6,
  },
  {
    rule: 'bad-next-hop',
    what: 'a neighbour at the loopback device',
    lab: 'ns a < lo ip 10.2.0.1/24 neigh 10.2.0.2 lladdr 02:00:00:00:00:02 >',
    // the kernel takes it, and never asks it: all of a prefix at the loopback device is the node itself
    proof: async (machine) =>
      assert.match(await machine.shell('ip -n a route get 10.2.0.2'), /^local 10\.2\.0\.2 dev lo/),
    nearMiss: pair('neigh 10.0.0.2 lladdr 02:00:00:00:00:02').replace(
      'eth0 ip 10.0.0.2',
      'eth0 mac 02:00:00:00:00:02 ip 10.0.0.2',
    ),
    works: ['a 10.0.0.2'],
  },
  {
    rule: 'unheld-next-hop',
    lab: pair('gw .3'),
    lost: beyond,
    reached: ['a 10.0.0.2'],
    nearMiss: pair('gw .2'),
    works: beyond,
  },
  {
    rule: 'unheld-next-hop',
    what: 'the network address, which a host can have',
    lab: pair('gw .0'),
    lost: beyond,
    reached: ['a 10.0.0.2'],
    nearMiss: pair('gw .0', '10.0.0.0/24'),
    works: beyond,
  },
  {
    rule: 'unheld-next-hop',
    what: 'IPv6',
    lab: pair6('gw ::3'),
    lost: beyond6,
    reached: ['a fd00::2'],
    nearMiss: pair6('gw ::2'),
    works: beyond6,
  },
  {
    rule: 'unheld-next-hop',
    what: 'on another device of an IPv6 router',
    lab: pair6('gw ::3').replace('fd09::1/128', 'fd09::1/128, fd00::3/128'),
    lost: beyond6,
    reached: ['a fd00::2'],
    nearMiss: pair('gw .3').replace('10.9.0.1/32', '10.9.0.1/32, 10.0.0.3/32'),
    works: beyond,
  },
  {
    rule: 'unheld-next-hop',
    what: 'a permanent neighbour with a MAC address that nobody has',
    lab: permanent('02:00:00:00:00:03'),
    lost: beyond,
    nearMiss: permanent('02:00:00:00:00:02'),
    works: beyond,
  },
  {
    rule: 'source-not-local',
    lab: pair('gw .2 src 10.0.0.3'),
    fails: /Invalid prefsrc address/,
    nearMiss: pair('gw .2 src 10.0.0.1'),
    works: beyond,
  },
  {
    rule: 'source-not-local',
    what: 'all of an IPv4 prefix at the loopback device is',
    lab: pair('gw .2 src 10.2.0.9'),
    fails: /Invalid prefsrc address/,
    nearMiss: pair('gw .2 src 10.2.0.9')
      .replace(' >', '; lo ip 10.2.0.1/24 >')
      .replace('eth0 ip 10.0.0.2/24', 'eth0 ip 10.0.0.2/24 route 10.2.0.0/24 via .1'),
    works: [...beyond, 'b 10.2.0.77'],
  },
  {
    rule: 'source-not-local',
    what: 'IPv6',
    lab: pair6('gw ::2 src fd00::3'),
    fails: /Invalid source address/,
    nearMiss: pair6('gw ::2 src fd00::1'),
    works: beyond6,
  },
  {
    rule: 'two-defaults',
    lab: pair('gw .2 gw .2'),
    fails: /File exists/,
    nearMiss: pair('gw .2 gw .2 metric 100'),
    works: beyond,
  },
  {
    rule: 'two-defaults',
    what: 'IPv6',
    lab: pair6('gw ::2 gw ::4', 'fd00::2/64, fd00::4/64'),
    fails: /File exists/,
    nearMiss: pair6('gw ::2 gw ::4 metric 100', 'fd00::2/64, fd00::4/64'),
    works: beyond6,
  },
  {
    rule: 'duplicate-route',
    lab: pair('route 10.9.0.0/16 via .2 route 10.9.0.0/16 via .2'),
    fails: /File exists/,
    nearMiss: pair('route 10.9.0.0/16 via .2 route 10.9.0.0/16 via .2 metric 100'),
    works: beyond,
  },
  {
    rule: 'duplicate-route',
    what: 'of an address',
    lab: pair('gw .2 route 10.0.0.0/24'),
    fails: /File exists/,
    nearMiss: pair('gw .2 route 10.0.0.0/25'),
    works: beyond,
  },
  {
    rule: 'duplicate-route',
    what: 'of an IPv6 address',
    lab: pair6('gw ::2 route fd00::/64 metric 256'),
    fails: /File exists/,
    nearMiss: pair6('gw ::2 route fd00::/64 metric 255'),
    works: beyond6,
  },
  {
    rule: 'duplicate-route',
    what: 'of a single IPv6 address',
    lab: pair6('gw ::2 ip fd07::1/128 route fd07::1/128 metric 256', 'fd00::2/64 route fd07::/64 via ::1'),
    fails: /File exists/,
    nearMiss: pair6(
      'gw ::2 ip fd07::1/128 route fd07::2/128 metric 256',
      'fd00::2/64 route fd07::/64 via ::1',
    ),
    works: beyond6,
  },
  {
    rule: 'duplicate-rule',
    lab: pair('gw .2 table 7 rule from .1 lookup 7 priority 9 rule from .1 lookup 7 priority 9'),
    fails: /File exists/,
    nearMiss: pair(
      'gw .2 table 7 rule from .1 lookup 7 priority 9 rule from .1 iif lo lookup 7 priority 9 rule lookup 7 rule lookup 7',
    ),
    works: beyond,
  },
  {
    rule: 'duplicate-rule',
    what: 'for more packets than the first',
    lab: pair('gw .2 table 7 rule from .1 lookup 7 priority 9 rule lookup 7 priority 9'),
    fails: /File exists/,
    nearMiss: pair('gw .2 table 7 rule lookup 7 priority 9 rule from .1 lookup 7 priority 9'),
    works: beyond,
  },
  {
    rule: 'duplicate-rule',
    what: 'for all but those of the first, IPv6',
    lab: pair6('gw ::2 table 7 rule from ::1 lookup 7 priority 9 rule not from ::1 lookup 7 priority 9'),
    fails: /File exists/,
    nearMiss: pair6('gw ::2 table 7 rule from ::1 lookup 7 priority 9 rule not from ::1 lookup 7'),
    works: beyond6,
  },
  {
    rule: 'duplicate-neighbour',
    lab: pair('neigh .9 lladdr 02:00:00:00:00:01 neigh .9 lladdr 02:00:00:00:00:02'),
    fails: /File exists/,
    nearMiss: pair('neigh .9 lladdr 02:00:00:00:00:01 neigh .8 lladdr 02:00:00:00:00:02'),
    worksToo: async (machine) =>
      assert.match(await machine.shell('ip -n a neigh'), /10\.0\.0\.9 .*02:00:00:00:00:01 PERMANENT/),
  },
];
