import type { Refusal } from '../truth.helper.ts';

/** A machine with a bridge, and a namespace with a device of each family. */
export const given = `ip netns add a
ip link add name br0 type bridge
ip link add name eth0 netns a type veth peer name far
ip link add name p1 type veth peer name q1
ip -n a link set dev lo up; ip -n a link set dev eth0 up; ip link set dev far up
ip -n a address add 10.0.0.1/24 dev eth0; ip -n a address add fd00::1/64 dev eth0 nodad`;

/** A node with an address of each family at a bridge, and a route of it. */
const route = (words: string): string =>
  `bridge br0 ip 10.0.0.2/24, fd00::2/64\nns a < veth eth0 -> br0 ip 10.0.0.1/24, fd00::1/64; ${words} >`;

/** What a lab refuses because ip, or the kernel behind it, does. */
export const values: readonly Refusal[] = [
  {
    rule: 'bad-name',
    lab: 'bridge a234567890123456',
    command: 'ip link add name a234567890123456 type bridge',
    says: /not a valid ifname/,
    nearMiss: 'ip link add name a23456789012345 type bridge',
  },
  ...['all', 'default'].map((name) => ({
    rule: 'bad-name',
    lab: `bridge ${name}`,
    command: `ip link add name ${name} type bridge`,
    says: /Invalid argument/,
    nearMiss: `ip link add name ${name}1 type bridge`,
  })),
  {
    rule: 'duplicate-name',
    lab: 'bridge br0\nbridge br0',
    given,
    command: 'ip link add name br0 type bridge',
    says: /File exists/,
    nearMiss: 'ip link add name br1 type bridge',
  },
  {
    rule: 'contradicting-ends',
    lab: 'ns a < veth eth0 -> b:eth0 >\nns b < bridge br0 >\nns c < veth eth0 -> b:eth0 >',
    given,
    command: 'ip link add name third type veth peer name eth0 netns a',
    says: /File exists/,
    nearMiss: 'ip link add name third type veth peer name eth1 netns a',
  },
  {
    rule: 'not-a-cable-end',
    lab: 'uplink far\nns b < veth eth0 -> root:far >',
    given,
    command: 'ip netns add b; ip link add name eth0 netns b type veth peer name far',
    says: /File exists/,
    nearMiss: 'ip link add name eth0 netns b type veth peer name near',
  },
  {
    rule: 'not-a-bridge',
    lab: 'uplink q1\nbridge br0\nveth p1 master q1 -> br0',
    given,
    command: 'ip link set dev p1 master q1',
    says: /Operation not supported|not allow enslaving/,
    nearMiss: 'ip link set dev p1 master br0',
  },
  {
    rule: 'bad-address',
    lab: 'bridge br0 ip 10.1.0.256/24',
    given,
    command: 'ip address add 10.1.0.256/24 dev br0',
    says: /any valid prefix is expected/,
    nearMiss: 'ip address add 10.1.0.255/23 dev br0',
  },
  {
    rule: 'bad-address',
    lab: 'bridge br0 ip 10.1.0.1/33',
    given,
    command: 'ip address add 10.1.0.1/33 dev br0',
    says: /any valid prefix is expected/,
    nearMiss: 'ip address add 10.1.0.1/32 dev br0',
  },
  {
    rule: 'next-hop-length',
    lab: route('gw 10.0.0.2/24'),
    given,
    command: 'ip -n a route add default via 10.0.0.2/24',
    says: /(inet|valid) address is expected/,
    nearMiss: 'ip -n a route add default via 10.0.0.2',
  },
  {
    rule: 'host-bits',
    lab: route('route 10.1.0.1/24 via 10.0.0.2'),
    given,
    command: 'ip -n a route add 10.1.0.1/24 via 10.0.0.2',
    says: /Invalid prefix for given prefix length|Invalid argument/,
    nearMiss: 'ip -n a route add 10.1.0.0/24 via 10.0.0.2',
  },
  {
    rule: 'bad-mac',
    lab: 'bridge br0 mac 01:00:00:00:00:01',
    given,
    command: 'ip link set dev br0 address 01:00:00:00:00:01',
    says: /Cannot assign requested address/,
    nearMiss: 'ip link set dev br0 address 02:00:00:00:00:01',
  },
  {
    rule: 'bad-mac',
    lab: 'bridge br0 mac 00:00:00:00:00:00',
    given,
    command: 'ip link set dev br0 address 00:00:00:00:00:00',
    says: /Cannot assign requested address/,
    nearMiss: 'ip link set dev br0 address 00:00:00:00:00:01',
  },
  ...(['bridge', 'veth'] as const).flatMap((kind) =>
    (
      [
        [67, 68],
        [65536, 65535],
      ] as const
    ).map(([bad, good]) => ({
      rule: 'bad-number',
      lab: kind === 'bridge' ? `bridge b mtu ${bad}` : `ns a < bridge br0; veth b mtu ${bad} -> br0 >`,
      command: `ip link add name b mtu ${bad} type ${kind}`,
      says: /mtu (less|greater) than device (minimum|maximum)|Invalid argument/,
      nearMiss: `ip link add name b mtu ${good} type ${kind}`,
    })),
  ),
  {
    rule: 'bad-number',
    lab: route('gw 10.0.0.2 metric 4294967296'),
    given,
    command: 'ip -n a route add default via 10.0.0.2 metric 4294967296',
    says: /"metric" value is invalid/,
    nearMiss: 'ip -n a route add default via 10.0.0.2 metric 4294967295',
  },
  {
    rule: 'bad-number',
    lab: route('route default nexthop via 10.0.0.2 weight 257'),
    given,
    command: 'ip -n a route add default nexthop via 10.0.0.2 weight 257',
    says: /"weight" is invalid/,
    nearMiss: 'ip -n a route add default nexthop via 10.0.0.2 weight 256',
  },
  {
    rule: 'mixed-families',
    lab: route('route fd01::/64 via 10.0.0.2'),
    given,
    command: 'ip -n a route add fd01::/64 via inet 10.0.0.2',
    says: /IPv6 does not support RTA_VIA|Invalid argument/,
    nearMiss: 'ip -n a route add 10.1.0.0/24 via inet6 fd00::2',
  },
  {
    rule: 'mixed-families',
    lab: route('rule from 10.0.0.1 to fd01::/64 prohibit'),
    given,
    command: 'ip -n a rule add from 10.0.0.1 to fd01::/64 prohibit',
    says: /Invalid dst address|is expected/,
    nearMiss: 'ip -n a rule add from 10.0.0.1 to 10.1.0.0/24 prohibit',
  },
  {
    rule: 'bad-route',
    lab: route('route 10.1.0.0/24'),
    given,
    command: 'ip -n a route add 10.1.0.0/24',
    says: /No such device/,
    nearMiss: 'ip -n a route add 10.1.0.0/24 dev eth0',
  },
  {
    rule: 'bad-route',
    lab: route('route blackhole 10.1.0.0/24 via 10.0.0.2'),
    given,
    command: 'ip -n a route add blackhole 10.1.0.0/24 via 10.0.0.2',
    says: /can not be specified for this route type|Invalid argument/,
    nearMiss: 'ip -n a route add blackhole 10.1.0.0/24',
  },
  {
    rule: 'bad-route',
    lab: route('gw 10.0.0.9 onlink'),
    given,
    command: 'ip -n a route add default via 10.0.0.9 onlink',
    says: /Nexthop device required for onlink|Invalid argument/,
    nearMiss: 'ip -n a route add default via 10.0.0.9 dev eth0 onlink',
  },
  {
    rule: 'bad-route',
    lab: route('gw fe80::2'),
    given,
    command: 'ip -n a route add default via fe80::2',
    says: /Egress device not specified|No route to host|Invalid argument/,
    nearMiss: 'ip -n a route add default via fe80::2 dev eth0',
  },
  {
    rule: 'bad-route',
    lab: route('route fd01::/64 nexthop via fd00::2 nexthop via fd00::2'),
    given,
    command: 'ip -n a route add fd01::/64 nexthop via fd00::2 nexthop via fd00::2',
    says: /File exists/,
    nearMiss: 'ip -n a route add fd01::/64 nexthop via fd00::2 nexthop via fd00::3',
  },
  {
    rule: 'bad-route',
    lab: route('route fd01::/64 nexthop dev eth0 nexthop via fd00::2'),
    given,
    command: 'ip -n a route add fd01::/64 nexthop dev eth0 nexthop via fd00::2',
    says: /Device only routes can not be added for IPv6|Invalid argument/,
    nearMiss: 'ip -n a route add fd01::/64 nexthop via fd00::3 nexthop via fd00::2',
  },
];
