import { echo } from '../../forwarding/echo.ts';
import { lookUp } from '../../forwarding/look-up.ts';
import type { Network } from '../../forwarding/network.ts';
import type { Trace } from '../../forwarding/trace.ts';
import { type Address, contains, type Family, type Prefix } from '../../model/address.ts';
import { isCounted } from '../../model/expectations.ts';
import { type InterfaceAddress, type Lab, type Node, nodeName } from '../../model/lab.ts';
import { mainTable } from '../../model/routing-place.ts';
import { AddressIndex } from '../address-index.ts';
import { isAsked, isMeantNotTo } from '../meant.ts';
import { type Hop, nextHops, routerOf } from '../next-hops.ts';
import type { Finding, Rule, Subject } from '../rule.ts';

/** How many nodes without a way back are named behind one route. */
const mostNamed = 16;
/** How many addresses are tried of a route to less than everything: on the way there may be nodes that have none of it. */
const samples = 2;

export const noWayBack: Rule = {
  name: 'no-way-back',
  summary: 'a node on the way has no route back to the sender',
  *check(subject) {
    const addresses = addressesOf(subject.nodes);
    // those that forget to forward are meant to be routers, too
    const routers = new Set(nextHops(subject).map((one) => routerOf(one, subject)?.node));
    const said = new Set<string>();
    for (const one of sendings(subject)) {
      // what a router sends itself comes from a link that often nobody needs to reach
      if (one.node.forward[one.route.family] || routers.has(one.node)) continue;
      for (const lost of lostAnswers(one, addresses, subject)) {
        const key = `${nodeName(lost.back.at)} ${lost.source.prefix.text}`;
        if (said.has(key)) continue;
        said.add(key);
        yield findingOf(one, lost, subject);
      }
    }
  },
};

/** A written way out of a node. */
type Sending = Pick<Hop, 'node' | 'route' | 'hop'>;

/** Of all on a link that send from it the same way one: they share the way there and the way back. */
function* sendings(subject: Subject): Generator<Sending> {
  const { nodes, network } = subject;
  const numbers = new Map(network.segments.all.map((segment, index) => [segment, index]));
  const seen = new Set<string>();
  const refused = new Set(
    nextHops(subject).flatMap(({ state, hop }) => (state.is === 'neighbour' ? [] : hop)),
  );
  for (const node of nodes) {
    for (const route of node.routes) {
      for (const hop of route.hops) {
        const segment = network.segments.of(hop.device);
        if (!segment || refused.has(hop)) continue;
        const prefixes = hop.device.addresses.map(({ prefix }) => prefix.text).join(' ');
        const key = `${numbers.get(segment)} ${prefixes} ${hop.via?.text} ${route.prefix.text} ${route.src?.text}`;
        if (seen.has(key)) continue;
        seen.add(key);
        yield { node, route, hop };
      }
    }
  }
}

interface Addresses {
  readonly all: AddressIndex;
  /** Those of nodes that may have no route to somebody. */
  readonly ofStrangers: Readonly<Record<Family, AddressIndex>>;
}

function addressesOf(nodes: readonly Node[]): Addresses {
  const strangersIn = (family: Family): AddressIndex =>
    new AddressIndex(nodes.filter((node) => !hasDefault(node, family)));
  return {
    all: new AddressIndex(nodes),
    ofStrangers: { inet: strangersIn('inet'), inet6: strangersIn('inet6') },
  };
}

function hasDefault({ routes, rules }: Node, family: Family): boolean {
  if (rules.some((rule) => rule.family === family)) return false;
  return routes.some(
    (route) => route.family === family && route.prefix.length === 0 && route.table === mainTable,
  );
}

interface Lost {
  /** The address that the answers are for. */
  readonly source: InterfaceAddress;
  readonly sender: Node;
  readonly there: Trace;
  readonly back: Trace;
}

/** Answers from behind a route that do not find the way back. */
function* lostAnswers(
  one: Sending,
  { all, ofStrangers }: Addresses,
  { lab, network }: Subject,
): Generator<Lost> {
  const { node, route } = one;
  const own = node.devices.flatMap(({ addresses }) => addresses);
  const tried = new Set([node]);
  let named = 0;
  for (const { device, held } of ofStrangers[route.family].within(route.prefix)) {
    const stranger = device.node;
    if (named === mostNamed) return;
    if (tried.has(stranger) || !isCounted(held.address)) continue;
    if (knowsAll(network, stranger, own, route.family)) tried.add(stranger);
    else if (isSentBy(network, one, held.address)) {
      tried.add(stranger);
      const lost = lostFrom(network, node, held.address);
      if (!lost || isMeantNotTo(lab, node, lost.there.at)) continue;
      named++;
      yield lost;
    }
  }
  let left = route.prefix.length === 0 ? 0 : samples;
  for (const { device, held } of all.within(route.prefix)) {
    if (left === 0) return;
    if (tried.has(device.node) || !isCounted(held.address) || !isSentBy(network, one, held.address)) continue;
    left--;
    const lost = lostFrom(network, node, held.address);
    if (lost && !isMeantNotTo(lab, node, lost.there.at)) yield lost;
  }
}

/** Whether a node has a route to all of some addresses, as far as that can be said without a packet. */
function knowsAll(
  network: Network,
  node: Node,
  addresses: readonly InterfaceAddress[],
  family: Family,
): boolean {
  if (node.rules.length > 0) return false;
  const fib = network.fibOf(node);
  return addresses.every(
    ({ address }) => address.family !== family || !isCounted(address) || fib.lookup(address) !== undefined,
  );
}

/** What a node sends from to an address, if it leaves by this way: no longer prefix and no lower metric has it. */
function isSentBy(network: Network, { node, route, hop }: Sending, to: Address): Address | undefined {
  const sent = lookUp(network, node, to, { isSocket: true });
  return sent.kind === 'unicast' && sent.route.route === route && route.hops[0] === hop
    ? sent.source
    : undefined;
}

function lostFrom(network: Network, node: Node, to: Address): Lost | undefined {
  const { answered, there, back } = echo(network, node, to);
  if (answered || !back || !hasNoRoute(back)) return undefined;
  for (const sender of [node, ...there.translations.map(({ at }) => at)])
    for (const source of sender.devices.flatMap(({ addresses }) => addresses))
      if (source.address.bits === back.to.bits) return { source, sender, there, back };
  return undefined;
}

/** The lab has none; what routes a machine with an uplink has of its own, it does not say. */
function hasNoRoute({ ending, answer, at }: Trace): boolean {
  return ending === 'no-route' || (answer?.kind === 'unknown' && !at.damaged);
}

function findingOf(
  { node, hop }: Sending,
  { source, sender, there, back }: Lost,
  { lab, network }: Subject,
): Finding {
  const { at } = back;
  const nodes = [...there.hops.map((one) => one.node), there.at];
  const before = nodes[nodes.indexOf(at) - 1];
  // with no prefix in common the device alone says where
  const link = before === node && at === there.at ? there.iif : undefined;
  const nextHop = before && sharedAddress(network, at, before, source.address);
  return {
    span: at.origin,
    message: `${nodeName(at)} has no route back to ${source.prefix.text}, from where ${nodeName(sender)} sends to it: the answers are lost.`,
    help: `write \`route ${source.prefix.text} ${nextHop || !link ? `via ${nextHop?.text ?? 'its next hop'}` : `dev ${link.name}`}\` in it`,
    related: [{ span: hop.origin, message: 'the way there' }],
    ...(at.kind === 'root' ? { given: 'root' } : isLeftAlone(lab, node, at) ? { given: 'unasked' } : {}),
  };
}

/** The address of a neighbour on a segment that a node is on, too. */
function sharedAddress(
  network: Network,
  node: Node,
  neighbour: Node,
  { family }: Address,
): Address | undefined {
  for (const device of node.devices) {
    const segment = network.segments.of(device);
    if (!segment || device.master) continue;
    const prefixes: readonly Prefix[] = device.addresses.map(({ prefix }) => prefix);
    for (const other of segment.interfaces) {
      if (other.node !== neighbour) continue;
      const held = other.addresses.find(
        ({ address }) => address.family === family && prefixes.some((prefix) => contains(prefix, address)),
      );
      if (held) return held.address;
    }
  }
  return undefined;
}

/** A node that sends to its own link alone, as a printer does, and of which nobody expects more. */
function isLeftAlone(lab: Lab, sender: Node, at: Node): boolean {
  const isRouter = at.forwards.length > 0 || at.routes.some(({ hops }) => hops[0]?.via);
  return !isRouter && !isAsked(lab, sender, at);
}
