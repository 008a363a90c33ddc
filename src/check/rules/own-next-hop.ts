import { type Neighbours, neighboursAt } from '../../forwarding/neighbours.ts';
import { isCounted } from '../../model/expectations.ts';
import { type Node, nodeName } from '../../model/lab.ts';
import { AddressIndex } from '../address-index.ts';
import { type Hop, nextHops } from '../next-hops.ts';
import { isOnLink } from '../on-link.ts';
import type { Circumstance, Rule, Subject } from '../rule.ts';

/**
 * A next hop that is the node itself. The kernel refuses it for IPv6, and where it is said to be on-link. For IPv4 it takes all of the prefix as on-link
 * then (fib_check_nh: the scope of a local address), so that what is on the segment is reached, and nothing beyond.
 */
export const ownNextHop: Rule = {
  name: 'own-next-hop',
  summary: 'a next hop is an address of the node itself',
  *check(subject) {
    const index = new AddressIndex(subject.nodes);
    for (const one of nextHops(subject)) {
      const { node, hop, via, state } = one;
      if (state.is !== 'own') continue;
      const given = via.family === 'inet' && !hop.onlink ? circumstance(one, index, subject) : undefined;
      yield {
        span: hop.origin,
        message: `The next hop ${via.text} is ${nodeName(node)} itself.`,
        help: 'a next hop is another node on the link, which passes the packets on',
        related: [{ span: state.address.origin, message: 'its own address' }],
        ...(given ? { given } : {}),
      };
    }
  },
};

/** Whether all that a route leads to answers on the segment itself, or may do so. */
function circumstance(
  { node, route, hop }: Hop,
  index: AddressIndex,
  { network }: Subject,
): Circumstance | undefined {
  const segment = network.segments.of(hop.device);
  if (!segment) return undefined;
  if (segment.open) return 'unknown-members';
  const led = (isSo: (answered: boolean) => boolean): boolean =>
    index.some(
      route.prefix,
      ({ device, held: { address } }) =>
        device.node !== node &&
        isCounted(address) &&
        !isOnLink(network, node, address) &&
        isSo(isAnsweredBy(device.node, neighboursAt(network, hop.device, address, undefined))),
    );
  return led((answered) => answered) && !led((answered) => !answered) ? 'answered' : undefined;
}

function isAnsweredBy(holder: Node, neighbours: Neighbours): boolean {
  return neighbours.kind === 'taken' && neighbours.by.every(({ node }) => node === holder);
}
