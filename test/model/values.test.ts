// Addresses, routes and other values that cannot be, and what `up` would fail on: said once, on the right word.
import { suite } from 'uvu';
import { expectFindings } from '../lab.helper.ts';

const test = suite('values that cannot be');
const br = 'bridge br0 ip 10.0.0.1/24\n';

const cases: readonly (readonly [what: string, text: string, messages: readonly string[]])[] = [
  [
    'an octet too large',
    'bridge b ip <|10.0.0.256/24|>',
    ['bad-address: `10.0.0.256/24` is no IP address. | each of its four numbers is at most 255'],
  ],
  [
    'three octets',
    'bridge b ip <|10.0.0/24|>',
    ['bad-address: `10.0.0/24` is no IP address. | an IPv4 address has four numbers'],
  ],
  [
    'a length too large',
    'bridge b ip <|10.0.0.1/33|>',
    ['bad-address: `33` is no length of an IPv4 prefix.'],
  ],
  [
    'a mask for a length',
    'bridge b ip <|10.0.0.1/255.255.0.0|>',
    ['bad-address: `255.255.0.0` is no length of an IPv4 prefix. | write `10.0.0.1/16`'],
  ],
  [
    'the unspecified address',
    'bridge b ip <|::/64|>',
    ['unusable-address: No interface can have the address ::: it stands for "no address".'],
  ],
  [
    'an address twice at a device',
    'bridge b ip fd00::1/64, <|fd00:0::1/64|>',
    ['duplicate-address: `b` has fd00::1 already.'],
  ],
  [
    'a network as a route with host bits',
    'bridge b ip 10.0.0.1/24 route <|10.9.0.1/16|> via .2',
    [
      'host-bits: `10.9.0.1/16` has bits behind its length of 16: it is an address, not a network. | write `10.9.0.0/16`',
    ],
  ],
  [
    'a short address outside its prefix',
    'bridge b ip 10.0.0.1/24 gw <|.1.2|>',
    ['short-address: `.1.2` would be 10.0.1.2, which is outside 10.0.0.0/24.'],
  ],
  [
    'a short address behind a /32',
    'bridge b ip 10.0.0.1/32 gw <|.2|>',
    ['short-address: `.2` cannot be completed from `10.0.0.1/32`: that is a single address.'],
  ],
  [
    'a short address of the other family',
    'bridge b ip 10.0.0.1/24 gw <|::2|>',
    ['short-address: `::2` cannot be completed: `b` has no IPv6 address.'],
  ],
  [
    'a short address at no device',
    'ns a < veth e -> b:f ip 10.0.0.1/24; >\nns b\ngw <|.2|>',
    ['short-address: `.2` is short for nothing here: it stands at no device.'],
  ],
  [
    'a short address as an interface’s own',
    'bridge b ip <|.1|>',
    [
      'bad-address: `.1` is no IP address. | a short address stands only behind `gw`, `via`, `src` and `neigh`',
    ],
  ],
  [
    'two defaults',
    `${br}ns a < veth e -> br0 ip 10.0.0.2/24 gw .1 gw <|.3|> >`,
    ['two-defaults: a has a default route for IPv4 already: two need different metrics.'],
  ],
  [
    'a route twice',
    'bridge b ip 10.0.0.1/24 route 10.9.0.0/16 via .2 route <|10.9.0.0/16|> via .3',
    ['duplicate-route: root has a route to 10.9.0.0/16 already: two need different metrics.'],
  ],
  [
    'a route that is connected',
    'bridge b ip 10.0.0.1/24 route <|10.0.0.0/24|> via .2',
    ['duplicate-route: root has a route to 10.0.0.0/24 already: two need different metrics.'],
  ],
  [
    'a next hop elsewhere',
    `${br}ns a < veth e -> br0 ip 10.0.0.2/24 gw <|10.0.1.1|> >`,
    ['next-hop-not-on-link: The next hop 10.0.1.1 is not on-link: no prefix of a covers it.'],
  ],
  [
    'a next hop over a gateway',
    'bridge b ip 10.0.0.1/24 route 10.8.0.0/16 via .2 route 10.9.0.0/16 via <|10.8.0.1|>',
    [
      'next-hop-not-on-link: The next hop 10.8.0.1 is not on-link: no prefix of root covers it. | a next hop is a neighbour: it cannot be reached over another gateway',
    ],
  ],
  [
    'the node itself as next hop',
    'bridge b ip fd00::2/64 gw <|::2|>',
    ['own-next-hop: The next hop fd00::2 is root itself.'],
  ],
  [
    'the kernel’s own table',
    'bridge b ip 10.0.0.1/24 route 10.9.0.0/16 via .2 table <|255|>',
    ['bad-route: The table `local` is the kernel’s own: it fills it from the addresses.'],
  ],
  [
    'a way twice',
    'bridge b ip 10.0.0.1/24 route default nexthop via .2 <|nexthop|> via .2',
    ['bad-route: This way is one of the route’s already.'],
  ],
  [
    'an IPv6 way without a next hop',
    'bridge b ip fd00::1/64 route fd01::/64 nexthop via ::2 <|nexthop|> dev b',
    ['bad-route: Each way of an IPv6 multipath route needs a next hop: `via ADDRESS`.'],
  ],
  [
    'a neighbour twice',
    'bridge b ip 10.0.0.1/24 neigh .9 lladdr 02:00:00:00:00:01 neigh <|.9|> lladdr 02:00:00:00:00:02',
    ['duplicate-neighbour: 10.0.0.9 has an entry on `b` already.'],
  ],
  [
    'a neighbour at the loopback device',
    'ns a < lo ip 10.0.0.1/24 neigh <|.3|> lladdr 02:00:00:00:00:01 >',
    ['bad-next-hop: No neighbour is at the loopback device, so 10.0.0.3 is none.'],
  ],
  [
    'a next hop at the loopback device',
    'ns a < lo ip fd09::9/64 gw <|::1|> >',
    ['bad-next-hop: No neighbour is at the loopback device, so fd09::1 is no next hop.'],
  ],
  [
    'the loopback address elsewhere',
    'bridge b ip <|::1/128|>',
    ['unusable-address: Only the loopback device can have ::1: no packet for it crosses a link.'],
  ],
  [
    'the broadcast address as next hop',
    'bridge b ip 10.0.0.1/24 gw <|.255|>',
    ['bad-next-hop: No host can be 10.0.0.255: it is the broadcast address of 10.0.0.0/24.'],
  ],
  [
    'a link-local next hop without a device',
    'gw <|fe80::1|>',
    ['bad-route: A link-local next hop does not tell the device: name it.'],
  ],
  [
    'a route to nowhere',
    'route <|10.0.0.0/8|>',
    ['bad-route: This route says neither a next hop nor a device.'],
  ],
  [
    'a source that is another’s',
    'bridge b ip 10.0.0.1/24 route 10.9.0.0/16 via .2 src <|.3|>',
    ['source-not-local: 10.0.0.3 is no address of root, so nothing can be sent from it.'],
  ],
  [
    'an IPv4 next hop for IPv6',
    'bridge b ip 10.0.0.1/24, fd00::1/64 route fd01::/64 via <|10.0.0.2|>',
    ['mixed-families: The next hop 10.0.0.2 is an IPv4 address, but the route is to an IPv6 prefix.'],
  ],
  [
    'nat without forward',
    `${br}<|nat|> 10.0.0.0/24 -> br0`,
    ['nat-without-forward: root does not forward, so nothing passes that could be masqueraded.'],
  ],
  [
    'nat of a family that is not forwarded',
    `${br}forward\nnat <|fd00::/64|>`,
    ['nat-without-forward: root does not forward IPv6, so nothing passes that could be masqueraded.'],
  ],
  [
    'nat of nothing',
    `${br}forward\n<|nat|>`,
    ['bad-nat: `nat` says neither whose packets nor through which device.'],
  ],
  [
    'an MTU too small',
    'bridge b mtu <|67|>',
    ['bad-number: `67` is no MTU: it is a number from 68 to 65535.'],
  ],
  [
    'an MTU too small for IPv6',
    'bridge b mtu <|1279|> ip fd00::1/64',
    ['small-mtu: IPv6 needs an MTU of at least 1280, and `b` has an IPv6 address.'],
  ],
  [
    'a group MAC',
    'bridge b mac <|01:00:00:00:00:01|>',
    ['bad-mac: `01:00:00:00:00:01` is a group address: no device can have it.'],
  ],
];

for (const [what, text, messages] of cases) test(what, () => expectFindings(text, messages, 'named'));

test.run();
