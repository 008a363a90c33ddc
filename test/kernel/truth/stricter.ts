/** What netgen refuses although ip and the kernel take it, and why. */
export const stricter: readonly {
  readonly rule: string;
  readonly why: string;
  readonly lab: string;
  readonly command: string;
}[] = [
  {
    rule: 'host-bits',
    why: 'for IPv6 the kernel drops them without a word; for IPv4 it refuses',
    lab: 'bridge br0 < ip fd00::1/64 route fd01::1/64 via fd00::2 >',
    command: 'ip -n a route add fd01::1/64 via fd00::2 && ip -n a -6 route | grep -q "^fd01::/64"',
  },
  {
    rule: 'bad-route',
    why: 'for IPv4 the kernel takes one way twice; a larger share has a word',
    lab: 'bridge br0 < ip 10.0.0.1/24 route 10.1.0.0/24 nexthop via 10.0.0.2 nexthop via 10.0.0.2 >',
    command: 'ip -n a route add 10.1.0.0/24 nexthop via 10.0.0.2 nexthop via 10.0.0.2',
  },
  {
    rule: 'bad-route',
    why: 'the table `local` is the kernel’s own',
    lab: 'bridge br0 < ip 10.0.0.1/24 route 10.2.0.0/24 via 10.0.0.2 table local >',
    command: 'ip -n a route add 10.2.0.0/24 via 10.0.0.2 table local',
  },
  {
    rule: 'bad-rule',
    why: 'the kernel keeps the table, and never looks anything up in it',
    lab: 'bridge br0 < ip 10.0.0.1/24 rule from 10.0.0.1 lookup main prohibit >',
    command: 'ip -n a rule add from 10.0.0.1 lookup main prohibit',
  },
  {
    rule: 'bad-rule',
    why: 'of two priorities ip takes the last',
    lab: 'bridge br0 < ip 10.0.0.1/24 rule from 10.0.0.1 lookup main priority 5 pref 6 >',
    command:
      'ip -n a rule add from 10.0.0.1 lookup main priority 5 pref 6 && ! ip -n a rule show priority 5 | grep -q .',
  },
  {
    rule: 'bad-rule',
    why: 'without a table there is nothing to suppress',
    lab: 'bridge br0 < ip 10.0.0.1/24 rule to 10.9.0.0/16 prohibit suppress_prefixlength 0 >',
    command: 'ip -n a rule add to 10.9.0.0/16 prohibit suppress_prefixlength 0',
  },
  {
    rule: 'bad-rule',
    why: 'ip takes it for IPv4 where nothing says the family',
    lab: 'bridge br0 < rule lookup main >',
    command: 'ip -n a rule add lookup main && ip -n a -4 rule show priority 32765 | grep -q main',
  },
  {
    rule: 'bad-number',
    why: 'a route’s MTU below IPv4’s least or above an Ethernet device’s largest is never used as it is written',
    lab: 'bridge br0 < ip 10.0.0.1/24 route 10.3.0.0/24 via 10.0.0.2 < mtu 65536 > >',
    command: 'ip -n a route add 10.3.0.0/24 via 10.0.0.2 mtu 65536 && ! ip -n a route | grep -q 65536',
  },
  {
    rule: 'bad-address',
    why: 'ip reads leading zeros as decimal, others as octal',
    lab: 'bridge br0 ip 10.0.01.1/24',
    command: 'ip -n a address add 10.0.01.1/24 dev eth0',
  },
  {
    rule: 'bad-address',
    why: 'ip fills up with zeros, others in the middle',
    lab: 'bridge br0 ip 10.4/16',
    command: 'ip -n a address add 10.4/16 dev eth0',
  },
  {
    rule: 'bad-address',
    why: 'lengths are written one way; the finding says which',
    lab: 'bridge br0 ip 10.5.0.1/255.255.255.0',
    command: 'ip -n a address add 10.5.0.1/255.255.255.0 dev eth0',
  },
];
