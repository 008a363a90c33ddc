// What is advised as a next hop, or for the device that should have it: an address that a host can have.
import { suite } from 'uvu';
import { expectFindings } from '../lab.helper.ts';

const test = suite('advised next hops');

const cases: readonly (readonly [what: string, text: string, messages: readonly string[]])[] = [
  [
    'a bridge is not given the address of its network',
    'bridge br0\nns a < veth e -> br0 ip 10.0.0.2/24 gw <|.0|> >\nns b < veth e -> br0 ip 10.0.0.3/24 gw .0 >',
    [
      'unheld-next-hop: Nobody on this segment has 10.0.0.0, so the next hop never answers. | no host has the first or last address of 10.0.0.0/24: write that of a router',
    ],
  ],
  [
    'nor has a router it instead of its own',
    'bridge br0 ip 10.0.0.1/24\nns a < veth e -> br0 ip 10.0.0.2/24 gw <|.0|> >\nns b < veth e -> br0 ip 10.0.0.3/24 gw .0 >',
    [
      'unheld-next-hop: Nobody on this segment has 10.0.0.0, so the next hop never answers. | did you mean 10.0.0.1?',
    ],
  ],
  [
    'of IPv6 it is that of all routers',
    'bridge br0\nns a < veth e -> br0 ip fd00::2/64 gw <|fd00::|> >\nns b < veth e -> br0 ip fd00::3/64 gw fd00:: >',
    [
      'unheld-next-hop: Nobody on this segment has fd00::, so the next hop never answers. | no host has the first or last address of fd00::/64: write that of a router',
    ],
  ],
  [
    'of two addresses each is one for a host',
    'ns r < forward; veth <|e|> >\nns a < veth e -> r:e ip 10.0.0.1/31 gw .0 >',
    [
      'unheld-next-hop: `r:e` does not have 10.0.0.0, and that is the next hop of a. | `e` has no IPv4 address: give it 10.0.0.0',
    ],
  ],
  [
    'the address of a network that a router has is none to send to',
    'ns r < forward; veth e ip 10.0.0.0/24 >\nns a < veth e -> r:e ip 10.0.0.2/24 gw <|.1|> >',
    [
      'unheld-next-hop: Nobody on this segment has 10.0.0.1, so the next hop never answers. | give 10.0.0.1 to a device on it',
    ],
  ],
  [
    'nor is the broadcast address of another network there',
    'ns r < forward; veth e ip 10.0.0.1/25 >\nns a < veth e -> r:e ip 10.0.0.2/24 gw <|.127|> >',
    [
      'unheld-next-hop: Nobody on this segment has 10.0.0.127, so the next hop never answers. | did you mean 10.0.0.1?',
    ],
  ],
];

for (const [what, text, messages] of cases) test(what, () => expectFindings(text, messages, 'named'));

test.run();
