import { type Address, isLinkLocal } from '../model/address.ts';
import type { Device, Node } from '../model/lab.ts';
import type { Entry, Way } from './fib.ts';
import { type Answer, lookUp } from './look-up.ts';
import { mtuOf } from './mtu.ts';
import { askedFrom, neighboursAt } from './neighbours.ts';
import type { Network } from './network.ts';
import type { Segment } from './segments.ts';
import { masquerade, type Translation, translateBack } from './translate.ts';

/** Where a packet's way ends. */
export type Ending =
  /** A node that has the address takes it. */
  | 'delivered'
  /** The node has no route to it. */
  | 'no-route'
  /** A route or rule says so, and the sender is told. */
  | 'unreachable'
  /** A route or rule says so, and the sender is told that it is forbidden. */
  | 'prohibited'
  /** A route or rule drops it without a word. */
  | 'blackholed'
  /** Nobody on the segment answers for the next hop. */
  | 'not-answered'
  /** The node that it came to is not its destination, and does not forward. */
  | 'not-forwarded'
  /** The node takes no packet with such a source or destination: its own address, one of no host, one of another scope. */
  | 'martian'
  /** It is for everybody on a link, which nobody answers. */
  | 'broadcast'
  /** The node is to masquerade it, and has no address to do that with. */
  | 'not-masqueraded'
  /** It comes by the same nodes again and again, until its time to live is over. */
  | 'loop'
  /** It is larger than what the next device or the device behind the cable takes. */
  | 'too-big'
  /** Bridges and cables make a ring, in which frames go round for ever: nothing is sure. */
  | 'storm'
  /** It goes out by an uplink, or by a route that the machine has of its own. */
  | 'leaves-the-lab'
  /** Something there could not be read, or there are too many ways. */
  | 'unknown';

/** What one node decides about the packet. */
export interface Hop {
  readonly node: Node;
  /** Where it came in; undefined at the sender. */
  readonly iif: Device | undefined;
  /** The source of the packet as it leaves, and before a masquerade. */
  readonly source: Address | undefined;
  readonly to: Address;
  readonly answer: Answer;
  /** Where it leaves, and whom the frame is for. */
  readonly out: Device | undefined;
  readonly nextHop: Address | undefined;
  readonly segment: Segment | undefined;
  readonly translation: Translation | undefined;
  /** The device that takes the frame: the one where it comes in at the next hop. */
  readonly takenBy: Device | undefined;
}

/** One way of a packet. */
export interface Trace {
  readonly ending: Ending;
  /** The node at which it ends. */
  readonly at: Node;
  /** Where it came in there; undefined where it never left. */
  readonly iif: Device | undefined;
  /** Source and destination as they are there. */
  readonly source: Address | undefined;
  readonly to: Address;
  /** What each node decided, the sender first. */
  readonly hops: readonly Hop[];
  readonly translations: readonly Translation[];
  /** The last decision. */
  readonly answer: Answer | undefined;
}

export interface TraceOptions {
  readonly source?: Address | undefined;
  readonly oif?: Device | undefined;
  /** Bytes of the IP packet, which nobody may fragment; where it is not said it fits. */
  readonly size?: number;
  /** What it answers. */
  readonly answers?: Asked;
}

/** A packet that was delivered, and is answered. */
export interface Asked {
  readonly by: Node;
  readonly translations: readonly Translation[];
  /** How it came. */
  readonly hops: readonly Hop[];
}

/** The initial TTL of Linux (net.ipv4.ip_default_ttl, net.ipv6.conf.DEVICE.hop_limit). */
export const timeToLive = 64;
/** Several ways out and several who answer make several ways; with more than these it is not known how they end. */
export const mostWays = 1024;

/** The way of a packet from a node to an address; where there are several, the first. */
export function trace(network: Network, from: Node, to: Address, options: TraceOptions = {}): Trace {
  return traces(network, from, to, options)[0] as Trace;
}

/** Every way that the packet may take: a multipath route has several, and who answers first is not determined. */
export function traces(
  network: Network,
  from: Node,
  to: Address,
  options: TraceOptions = {},
): readonly Trace[] {
  const found: Trace[] = [];
  const walk: Walk = { network, options, found };
  const sent: Packet = {
    node: from,
    iif: undefined,
    source: options.source,
    to,
    last: undefined,
    count: 0,
    translations: [],
    dead: none,
  };
  // of a link-local destination a socket has to say the device (RFC 4007 § 11)
  if (isLinkLocal(to) && to.family === 'inet6' && !options.oif) end(walk, sent, 'martian');
  else follow(walk, sent);
  return found;
}

interface Walk {
  readonly network: Network;
  readonly options: TraceOptions;
  readonly found: Trace[];
}

/** A packet at a node. */
interface Packet {
  readonly node: Node;
  readonly iif: Device | undefined;
  readonly source: Address | undefined;
  readonly to: Address;
  readonly last: Passed | undefined;
  readonly count: number;
  readonly translations: readonly Translation[];
  /** Routes of the node whose next hop it knows not to answer. */
  readonly dead: readonly Entry[];
}

const none: readonly Entry[] = [];

/** The way until now, the last hop first: ways that part have their beginning in common. */
interface Passed {
  readonly hop: Hop;
  readonly before: Passed | undefined;
}

function follow(walk: Walk, arrived: Packet): void {
  const { network, options, found } = walk;
  if (found.length > mostWays) return;
  if (found.length === mostWays) {
    end(walk, arrived, 'unknown');
    return;
  }
  const packet = translatedBack(arrived, options.answers);
  const { node, iif, to } = packet;
  if (isRepeated(packet)) {
    end(walk, packet, 'loop');
    return;
  }
  if (iif && to.family === 'inet' && !packet.source) {
    end(walk, packet, 'martian');
    return;
  }
  const answer = lookUp(network, node, to, {
    source: packet.source,
    dead: packet.dead,
    ...(iif ? { iif } : { oif: options.oif, isSocket: true }),
  });
  const source = packet.source ?? ('source' in answer ? answer.source : undefined);
  if (answer.kind === 'broadcast' && options.answers && !iif) {
    shout(walk, packet, answer, options.answers);
    return;
  }
  // there is no other, and no other table is asked for one: it goes on asking
  const [dead] = packet.dead;
  if (dead && dead.table !== answer.route?.table) return;
  if (answer.kind !== 'unicast') {
    end(walk, { ...packet, source }, endings[answer.kind], answer);
    return;
  }
  // the last node that the TTL leads to takes the packet for itself, and passes none on (ip_forward)
  if (packet.count === timeToLive) {
    end(walk, packet, 'loop', answer);
    return;
  }
  const before = found.length;
  for (const way of answer.hops)
    send(walk, { ...packet, source: packet.source ?? way.source ?? source }, answer, way);
  const isDead = found.slice(before).every(({ ending, at }) => ending === 'not-answered' && at === node);
  if (isDead && answer.hops.every(({ via }) => via) && isHost(packet))
    follow(walk, { ...packet, dead: [...packet.dead, answer.route] });
}

const endings: Readonly<Record<Exclude<Answer['kind'], 'unicast'>, Ending>> = {
  local: 'delivered',
  'no-route': 'no-route',
  unreachable: 'unreachable',
  prohibit: 'prohibited',
  blackhole: 'blackholed',
  broadcast: 'broadcast',
  multicast: 'broadcast',
  'not-forwarded': 'not-forwarded',
  martian: 'martian',
  invalid: 'martian',
  unknown: 'leaves-the-lab',
};

/**
 * A node that does not forward IPv6 leaves out a route once it knows that its next hop does not answer, some seconds
 * later, if the table has another (rt6_score_route, RT6_LOOKUP_F_REACHABLE). In a root namespace single devices forward.
 */
export function isHost({ node, to }: Pick<Packet, 'node' | 'to'>): boolean {
  return to.family === 'inet6' && (node.kind === 'root' || !node.forward.inet6);
}

function translatedBack(packet: Packet, asked: Asked | undefined): Packet {
  if (!asked || asked.translations.length === 0 || !packet.source) return packet;
  const known = translateBack(asked.translations, packet.node, packet.source, packet.to);
  return known ? { ...packet, to: known.from } : packet;
}

/**
 * An answer to what the node takes for a broadcast address goes to all on the link (icmp_reply), and is taken by the
 * one who asked if it is there: its own address it is all the same.
 */
function shout(walk: Walk, packet: Packet, answer: Extract<Answer, { device: Device }>, { by }: Asked): void {
  const { network } = walk;
  const { node, iif, source, to } = packet;
  const out = answer.route.ways[0]?.device ?? answer.device;
  const segment = network.segments.of(out);
  const takenBy =
    segment &&
    !segment.loops &&
    network.segments
      .interfacesOf(segment, by)
      .find((device) => lookUp(network, by, to, { source, iif: device }).kind === 'local');
  if (!takenBy) {
    end(walk, packet, segment?.loops ? 'storm' : 'broadcast', answer);
    return;
  }
  const hop = { node, iif, source, to, answer, out, nextHop: to, segment, translation: undefined, takenBy };
  const last = { hop, before: packet.last };
  follow(walk, { ...packet, node: by, iif: takenBy, last, count: packet.count + 1, dead: none });
}

/** The packet leaves a node by one of its ways: to everyone who may take it there. */
function send(walk: Walk, packet: Packet, answer: Answer, { device: out, via }: Way): void {
  const { network, options } = walk;
  const { node, iif, to } = packet;
  const nextHop = via ?? to;
  const hop = {
    node,
    iif,
    source: packet.source,
    to,
    answer,
    out,
    nextHop,
    segment: network.segments.of(out),
    translation: undefined,
    takenBy: undefined,
  };
  const left = (more: Partial<Hop>): Packet => ({
    ...packet,
    last: { hop: { ...hop, ...more }, before: packet.last },
  });
  if (out.kind === 'lo') {
    // of IPv6 it is a reject route (fib6_is_reject); of IPv4 the node takes what it sends itself, and what it passes on
    // comes back to be passed on (__mkroute_output: RTCF_LOCAL; loopback_xmit)
    if (to.family === 'inet' && !iif) end(walk, { ...left({ takenBy: out }), iif: out }, 'delivered', answer);
    else end(walk, left({}), to.family === 'inet6' ? 'unreachable' : 'martian', answer);
    return;
  }
  if (options.size !== undefined && options.size > sizeOf(answer, out, iif !== undefined)) {
    end(walk, left({}), 'too-big', answer);
    return;
  }
  // an answer belongs to what is known already: it is not masqueraded (nf_nat: only the first packet asks the rules)
  const translation = options.answers ? undefined : masquerade(network, out, via, packet.source, to);
  if (translation === 'dropped') {
    end(walk, left({}), 'not-masqueraded', answer);
    return;
  }
  const source = translation?.to ?? packet.source;
  const neighbours = neighboursAt(network, out, nextHop, source);
  if (neighbours.kind !== 'taken' && neighbours.kind !== 'once-known') {
    end(walk, left(translation ? { translation } : {}), neighbours.kind, answer);
    return;
  }
  if (neighbours.kind === 'taken' ? neighbours.orNobody : !isRemembered(walk, out, nextHop))
    end(walk, left({}), 'not-answered', answer);
  for (const takenBy of neighbours.by) {
    if (options.size !== undefined && !passes(network, options.size, out, takenBy)) {
      end(walk, left({ takenBy }), 'too-big', answer);
      continue;
    }
    follow(walk, {
      node: takenBy.node,
      iif: takenBy,
      source,
      to,
      last: { hop: { ...hop, translation, takenBy }, before: packet.last },
      count: packet.count + 1,
      translations: translation ? [...packet.translations, translation] : packet.translations,
      dead: none,
    });
  }
}

/**
 * Whether the device that a packet goes back by was asked from that address as the packet came. Where it was not, others
 * may have made it known.
 */
function isRemembered({ network, options }: Walk, out: Device, nextHop: Address): boolean {
  return (options.answers?.hops ?? []).some(
    (hop) =>
      hop.takenBy === out &&
      hop.out !== undefined &&
      hop.nextHop !== undefined &&
      askedFrom(network, hop.out, hop.nextHop, hop.translation?.to ?? hop.source)?.bits === nextHop.bits,
  );
}

/** What a device takes in beyond its MTU: the length of a VLAN tag (__dev_forward_skb). */
const slack = 4;

/** Whether all cables on the way of a frame take it; a bridge itself passes on what its ports take (br_dev_queue_push_xmit). */
function passes({ segments }: Network, size: number, out: Device, takenBy: Device): boolean {
  return segments
    .path(out, takenBy)
    .every((device) => device === out || device.kind !== 'veth' || size <= mtuOf(device) + slack);
}

/**
 * The largest packet that leaves by a route: its own `mtu`, also where that is more than the device’s (ipv4_mtu, ip6_mtu: the
 * raw metric; no device looks at what it is given to send), or the device's. Of IPv6 what is passed on heeds both (ip6_forward
 * the device, ip6_fragment the route).
 */
function sizeOf({ route }: Answer, out: Device, isPassedOn: boolean): number {
  const mtu = route?.route?.mtu;
  if (mtu === undefined) return mtuOf(out);
  return isPassedOn && route?.prefix.family === 'inet6' ? Math.min(mtu, mtuOf(out)) : mtu;
}

/** A packet that was here before with the same addresses goes round for ever. */
function isRepeated({ node, iif, source, to, last }: Packet): boolean {
  for (let one = last; one; one = one.before) {
    const { hop } = one;
    if (hop.node === node && hop.iif === iif && iif && hop.to === to && hop.source?.bits === source?.bits)
      return true;
  }
  return false;
}

function end({ found }: Walk, packet: Packet, ending: Ending, answer?: Answer): void {
  const { node, iif, source, to, translations } = packet;
  const hops: Hop[] = [];
  for (let one = packet.last; one; one = one.before) hops.unshift(one.hop);
  const isUnread = answer?.kind === 'unknown' && node.damaged;
  found.push({
    ending: isUnread ? 'unknown' : ending,
    at: node,
    iif,
    source,
    to,
    hops,
    translations,
    answer,
  });
}
