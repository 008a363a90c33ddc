import { nodeName } from '../../model/lab.ts';
import { nextHops } from '../next-hops.ts';
import type { Rule } from '../rule.ts';

/** A next hop that is the node itself: never another node, and for IPv6 refused by the kernel. */
export const ownNextHop: Rule = {
  name: 'own-next-hop',
  summary: 'a next hop is an address of the node itself',
  *check(subject) {
    for (const { node, hop, via, state } of nextHops(subject)) {
      if (state.is !== 'own') continue;
      yield {
        span: hop.origin,
        message: `The next hop ${via.text} is ${nodeName(node)} itself.`,
        help: 'a next hop is another node on the link, which passes the packets on',
        related: [{ span: state.address.origin, message: 'its own address' }],
      };
    }
  },
};
