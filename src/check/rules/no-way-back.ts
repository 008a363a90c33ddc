import type { Network } from '../../forwarding/network.ts';
import { type Trace, trace } from '../../forwarding/trace.ts';
import { type Address, contains, type Prefix } from '../../model/address.ts';
import { isCounted } from '../../model/expectations.ts';
import { type InterfaceAddress, type Lab, type Node, nodeName, type Route } from '../../model/lab.ts';
import { AddressIndex } from '../address-index.ts';
import { isAsked, isMeantNotTo } from '../meant.ts';
import { type Hop, nextHops, routerOf } from '../next-hops.ts';
import type { Finding, Rule, Subject } from '../rule.ts';

/** How many addresses behind a route are tried. */
const samples = 4;

export const noWayBack: Rule = {
  name: 'no-way-back',
  summary: 'a node on the way has no route back to the sender',
  *check(subject) {
    const index = new AddressIndex(subject.nodes);
    // those that forget to forward are meant to be routers, too
    const routers = new Set(nextHops(subject).map((one) => routerOf(one, subject)));
    const said = new Set<string>();
    const seen = new Set<string>();
    const numbers = new Map(subject.network.segments.all.map((segment, index) => [segment, index]));
    const segmentOf = ({ hop }: Hop): string => {
      const segment = subject.network.segments.of(hop.device);
      return `${segment && numbers.get(segment)} ${hop.device.addresses.map(({ prefix }) => prefix.text).join(' ')}`;
    };
    for (const one of nextHops(subject)) {
      // what a router sends itself comes from a link that often nobody needs to reach
      if (one.state.is !== 'neighbour' || one.node.forward[one.route.family] || routers.has(one.node))
        continue;
      // all on a link that send from it to one next hop share the way there and the way back
      const group = `${segmentOf(one)} ${one.via.text} ${one.route.prefix.text} ${one.route.src?.text}`;
      if (seen.has(group)) continue;
      seen.add(group);
      for (const lost of lostAnswers(one, index, subject)) {
        const key = `${nodeName(lost.back.at)} ${lost.source.prefix.text}`;
        if (said.has(key)) continue;
        said.add(key);
        yield findingOf(one, lost, subject);
      }
    }
  },
};

interface Lost {
  readonly source: InterfaceAddress;
  readonly there: Trace;
  readonly back: Trace;
}

/** Answers from behind a route that do not find the way back. */
function* lostAnswers(
  { node, route, hop, via }: Hop,
  index: AddressIndex,
  { lab, network }: Subject,
): Generator<Lost> {
  const sources = sourcesOf(hop.device.addresses, via, route);
  if (sources.length === 0) return;
  let tried = 0;
  for (const { device, held } of index.within(route.prefix)) {
    if (device.node === node || !isCounted(held.address)) continue;
    // the way of the packets is this one only where no longer prefix and no lower metric has them
    if (network.fibOf(node).lookup(held.address)?.route !== route || route.hops[0] !== hop) continue;
    if (tried++ === samples) return;
    const lost = sources.map((source) => lostFrom(source, held.address, node, network));
    const [first] = lost;
    if (first && lost.every(Boolean) && !isMeantNotTo(lab, node, first.there.at)) yield first;
  }
}

function lostFrom(source: InterfaceAddress, to: Address, node: Node, network: Network): Lost | undefined {
  const there = trace(network, node, to, { source: source.address });
  if (there.ending !== 'delivered' || there.translations.length > 0) return undefined;
  const back = trace(network, there.at, source.address, { source: to });
  return hasNoRoute(back) ? { source, there, back } : undefined;
}

/** The lab has none; what routes a machine with an uplink has of its own, it does not say. */
function hasNoRoute({ ending, answer, at }: Trace): boolean {
  return ending === 'no-route' || (answer?.kind === 'unknown' && !at.damaged);
}

/**
 * The addresses that packets to a next hop may be sent from. For IPv4 that is one whose prefix covers it, else the
 * first (RFC 1122 § 3.3.4.3); for IPv6 the destination has a say, so that it may be any (RFC 6724).
 */
function sourcesOf(
  addresses: readonly InterfaceAddress[],
  via: Address,
  { family, src }: Route,
): readonly InterfaceAddress[] {
  const own = addresses.filter(({ address }) => address.family === family && isCounted(address));
  if (src) return own.filter(({ address }) => address.bits === src.bits);
  const sorted = own.toSorted((a, b) => Number(contains(b.prefix, via)) - Number(contains(a.prefix, via)));
  return family === 'inet' ? sorted.slice(0, 1) : sorted;
}

function findingOf({ node, hop }: Hop, { source, there, back }: Lost, { lab, network }: Subject): Finding {
  const { at } = back;
  const nodes = [...there.hops.map((one) => one.node), there.at];
  const before = nodes[nodes.indexOf(at) - 1];
  const nextHop = before && sharedAddress(network, at, before, source.address);
  return {
    span: at.origin,
    message: `${nodeName(at)} has no route back to ${source.prefix.text}, from where ${nodeName(node)} sends to it: the answers are lost.`,
    help: `write \`route ${source.prefix.text} via ${nextHop?.text ?? 'its next hop'}\` in it`,
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
