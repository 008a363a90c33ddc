import { neighboursAt } from '../../forwarding/neighbours.ts';
import { contains, isLinkLocal } from '../../model/address.ts';
import { nodeName } from '../../model/lab.ts';
import { onLinkDevice } from '../../model/next-hops.ts';
import { isolatedOf } from '../isolated.ts';
import { type Hop, nextHops } from '../next-hops.ts';
import type { Finding, Rule, Subject } from '../rule.ts';

export const nextHopNotOnLink: Rule = {
  name: 'next-hop-not-on-link',
  summary: 'no prefix of the node covers the next hop',
  *check(subject) {
    for (const one of nextHops(subject)) {
      if (one.state.is === 'behind')
        yield {
          span: one.hop.origin,
          message: `The next hop ${one.via.text} is itself behind a next hop: the route to ${one.state.by.prefix.text} says so, and it is there first.`,
          help: 'a next hop is a neighbour; write that route behind this one, or `onlink`',
          related: [{ span: one.state.by.origin, message: 'this route' }],
        };
      if (one.state.is === 'off-link' && !one.node.unsure && !isIsolated(subject, one)) yield findingOf(one);
    }
    for (const node of subject.nodes) {
      for (const { address, device, origin } of node.neighbours) {
        if (node.unsure || device.kind === 'lo' || isCovered(device, address)) continue;
        if (address.family === 'inet6' && isLinkLocal(address)) continue;
        yield {
          span: origin,
          message: `The neighbour ${address.text} is not on-link: no prefix of \`${device.name}\` covers it.`,
        };
      }
    }
  },
};

/** Somebody on a link of the node has the next hop, but the node's own address there is in another network: that is said. */
function isIsolated(subject: Subject, { node, via }: Hop): boolean {
  return isolatedOf(subject, node, via.family).some(
    ({ device }) => neighboursAt(subject.network, device, via, undefined).kind === 'taken',
  );
}

function findingOf({ node, route, hop, via }: Hop): Finding {
  const own = node.devices
    .flatMap(({ addresses }) => addresses)
    .filter(({ address }) => address.family === via.family);
  const related = own
    .slice(0, 3)
    .map(({ prefix, origin }) => ({ span: origin, message: `on-link here is ${prefix.text}` }));
  const elsewhere = onLinkDevice(
    node,
    via,
    undefined,
    route.table,
    node.routes.filter(({ hops }) => !hops[0]?.via),
  );
  if (elsewhere && elsewhere !== hop.device)
    return {
      span: hop.origin,
      message: `The next hop ${via.text} is on-link at \`${elsewhere.name}\`, not at \`${hop.device.name}\`.`,
      help: `write \`dev ${elsewhere.name}\`, or a next hop at \`${hop.device.name}\``,
    };
  const behindGateway = node.routes.some(
    (other) => other !== route && other.hops[0]?.via && contains(other.prefix, via),
  );
  const help = behindGateway
    ? 'a next hop is a neighbour: it cannot be reached over another gateway'
    : node.kind === 'root'
      ? 'a next hop is a neighbour; if it is on a network of the machine, describe the `uplink` with its address'
      : 'a next hop is a neighbour: an address that a prefix of this node covers';
  return {
    span: hop.origin,
    message: `The next hop ${via.text} is not on-link: no prefix of ${nodeName(node)} covers it.`,
    help,
    related,
  };
}

function isCovered(
  { addresses, node }: { addresses: Hop['node']['devices'][number]['addresses']; node: Hop['node'] },
  address: Hop['via'],
): boolean {
  return (
    addresses.some(({ prefix }) => contains(prefix, address)) ||
    node.routes.some(({ hops, prefix }) => !hops[0]?.via && contains(prefix, address)) ||
    node.routes.some(({ hops }) => hops.some(({ via, onlink }) => onlink && via?.text === address.text))
  );
}
