import type { Family } from '../../model/address.ts';
import { isCounted } from '../../model/expectations.ts';
import { type InterfaceAddress, type Node, nodeName } from '../../model/lab.ts';
import type { Span } from '../../text/span.ts';
import { AddressIndex } from '../address-index.ts';
import { isolatedAddresses } from '../isolated.ts';
import { isMeantNotTo } from '../meant.ts';
import { type Hop, nextHops, routerOf } from '../next-hops.ts';
import type { Finding, Rule, Subject } from '../rule.ts';
import { familyName, listOf } from '../words.ts';

export const noForward: Rule = {
  name: 'no-forward',
  summary: 'a node is used as a gateway or next hop, but does not forward',
  *check(subject) {
    const index = new AddressIndex(subject.nodes);
    const isolated = new Set(isolatedAddresses(subject).map(({ held }) => held));
    for (const [node, hops] of silentRouters(subject)) {
      for (const family of ['inet', 'inet6'] as const) {
        const own = hops.filter(({ route }) => route.family === family);
        if (own.length > 0) yield* findingOf(node, family, own, { index, isolated }, subject);
      }
    }
  },
};

/** Nodes that others send through, but that do not forward, with those who do. */
function silentRouters(subject: Subject): ReadonlyMap<Node, readonly Hop[]> {
  const found = new Map<Node, Hop[]>();
  for (const one of nextHops(subject)) {
    const router = routerOf(one, subject);
    if (!router || router.damaged || router.forward[one.route.family]) continue;
    // that it masquerades without forwarding is said already
    if (router.nats.length > 0 && router.forwards.length === 0) continue;
    const known = found.get(router);
    if (known) known.push(one);
    else found.set(router, [one]);
  }
  return found;
}

function* findingOf(
  router: Node,
  family: Family,
  hops: readonly Hop[],
  { index, isolated }: { readonly index: AddressIndex; readonly isolated: ReadonlySet<InterfaceAddress> },
  { lab, network }: Subject,
): Generator<Finding> {
  const beyond = hops.find(({ node, route }) =>
    index.some(route.prefix, ({ device, held }) => {
      const reached = device.node;
      return (
        !isolated.has(held) &&
        reached !== router &&
        reached !== node &&
        // several nodes may have one address, and each of them answers itself
        !network.fibOf(router).isLocal(held.address) &&
        isCounted(held.address) &&
        // the way to it is this one, and no longer prefix or lower metric has it
        network.fibOf(node).lookup(held.address)?.route === route &&
        !isMeantNotTo(lab, node, reached)
      );
    }),
  );
  // a route to the router's own addresses needs no forwarding; a default gateway is meant for more, but whether the
  // machine itself passes on what leaves the lab is its own affair
  const shown =
    beyond ?? (router.kind === 'ns' ? hops.find(({ route }) => route.prefix.length === 0) : undefined);
  if (!shown) return;
  const where = router.kind === 'root' ? 'in the root namespace' : `in \`ns ${router.name}\``;
  const names = listOf([...new Set(hops.map(({ node }) => nodeName(node)))]);
  const cure = `write \`forward${router.forwards.length > 0 ? ` ${family}` : ''}\` ${where}`;
  // with one link only it can hardly be meant as a router
  const isLeaf = router.devices.filter(({ kind, master }) => kind !== 'lo' && !master).length < 2;
  const help = isLeaf && beyond ? `is another next hop meant? Else ${cure}` : cure;
  yield {
    span: placeOf(router, shown),
    message: `${nodeName(router)} does not forward${otherFamily(router, family)}, but it is the next hop of ${names}.`,
    help,
    related: [
      {
        span: shown.hop.origin,
        message: beyond
          ? `the way to ${shown.route.prefix.length === 0 ? 'everything else' : shown.route.prefix.text}`
          : 'the gateway',
      },
    ],
    ...(beyond ? {} : { given: 'nothing-beyond' }),
  };
}

function otherFamily(router: Node, family: Family): string {
  return router.forwards.length > 0 ? ` ${familyName(family)}` : '';
}

/** The name of the namespace; in a root namespace, which has none, the address that is used. */
function placeOf(router: Node, { via }: Hop): Span {
  if (router.kind === 'ns') return router.origin;
  const held = router.devices
    .flatMap(({ addresses }) => addresses)
    .find(({ address }) => address.text === via.text);
  return held?.origin ?? router.origin;
}
