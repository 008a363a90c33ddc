import { type Address, contains, isLinkLocal, isLoopback } from '../model/address.ts';
import type { Device, Neighbour, Node } from '../model/lab.ts';
import { isMacShared, takersOf } from './frames.ts';
import { takesIn } from './look-up.ts';
import { mtuOf } from './mtu.ts';
import type { Network } from './network.ts';
import type { Segment } from './segments.ts';
import { inetSource } from './source-address.ts';
import type { Held } from './stack.ts';

/** Who takes a frame to a next hop. */
export type Neighbours =
  /**
   * One of these devices: which, where there are several, is a matter of who answers first. `orNobody`: a MAC address that
   * is there twice may lead the answer or the frame astray.
   */
  | { readonly kind: 'taken'; readonly by: readonly Device[]; readonly orNobody: boolean }
  /** These have it and do not answer who asks, but take what comes from who knows them from a request of theirs. */
  | { readonly kind: 'once-known'; readonly by: readonly Device[] }
  /** `held`: somebody answers, but a MAC address that is there twice leads the answer or the frame astray. */
  | { readonly kind: 'not-answered'; readonly held?: true }
  | { readonly kind: 'storm' }
  /** It may be something that the lab does not know: behind an uplink, or what could not be read. */
  | { readonly kind: 'leaves-the-lab' | 'unknown' };

/** Who takes what a node sends by a device to a next hop, and that has this source. */
export function neighboursAt(
  network: Network,
  out: Device,
  nextHop: Address,
  source: Address | undefined,
): Neighbours {
  const segment = network.segments.of(out);
  if (!segment) return nobody;
  if (segment.loops) return { kind: 'storm' };
  const { by, silent, isAstray = false } = answering(network, segment, out, nextHop, source);
  if (by.length > 0) return { kind: 'taken', by, orNobody: isAstray };
  if (silent.length > 0) return { kind: 'once-known', by: silent };
  if (isAstray) return { kind: 'not-answered', held: true };
  if (segment.unsure) return { kind: 'unknown' };
  return segment.open ? { kind: 'leaves-the-lab' } : nobody;
}

const nobody: Neighbours = { kind: 'not-answered' };

interface Answering {
  readonly by: readonly Device[];
  /** Those that have the address and drop the request, since it is from an address of theirs, or whose answer comes elsewhere. */
  readonly silent: readonly Device[];
  /** Somebody answers, which does not come to who asks, or does not say where frames come to him. */
  readonly isAstray?: boolean | undefined;
}

const answeredBy = (by: readonly Device[]): Answering => ({ by, silent: [] });

function answering(
  network: Network,
  segment: Segment,
  out: Device,
  nextHop: Address,
  source: Address | undefined,
): Answering {
  const permanent = permanentAt(out, nextHop);
  if (permanent) return answeredBy(takersOf(network, segment, out, permanent.mac));
  // the answer comes to the bridge of a port, which has not asked
  if (out.master) return answeredBy([]);
  const found =
    nextHop.family === 'inet'
      ? arp(network, segment, out, nextHop, source)
      : solicit(network, segment, out, nextHop, source);
  const { by, silent, isAstray } = reached(network, segment, out, found.by);
  return { by, silent: [...found.silent, ...silent], isAstray };
}

function permanentAt(at: Device, of: Address | undefined): Neighbour | undefined {
  return at.node.neighbours.findLast(({ device, address }) => device === at && address.text === of?.text);
}

/**
 * Who takes what is sent to those that answer. The answer goes to the MAC address of who asks: where another has it, too,
 * it may come to that one. But whoever has asked himself is known without an answer.
 */
function reached(network: Network, segment: Segment, out: Device, by: readonly Device[]): Answering {
  if (![out, ...by].some((device) => isMacShared(segment, device))) return answeredBy(by);
  const takers = (from: Device, to: Device): readonly Device[] =>
    to.mac !== undefined && isMacShared(segment, to) ? takersOf(network, segment, from, to.mac) : [to];
  const answers = by.map((one) => ({ frames: takers(out, one), comeTo: takers(one, out) }));
  const heard = answers.filter(({ comeTo }) => comeTo.includes(out));
  const framesOf = (some: typeof answers): readonly Device[] => [
    ...new Set(some.flatMap(({ frames }) => frames)),
  ];
  return {
    by: framesOf(heard.length > 0 ? answers : []),
    silent: framesOf(heard.length > 0 ? [] : answers),
    isAstray: answers.some(
      ({ frames, comeTo }) => frames.length === 0 || comeTo.length > 1 || !comeTo.includes(out),
    ),
  };
}

/**
 * Who answers an ARP request (arp_process): any node on the segment that would take a packet to the address from the
 * one who asks, whichever of its devices has the address (arp_ignore 0, Documentation/networking/ip-sysctl.rst). Asked
 * is from the packet's source where the node has it, else from an address of the device (arp_announce 0, arp_solicit).
 */
function arp(
  network: Network,
  segment: Segment,
  out: Device,
  target: Address,
  source: Address | undefined,
): Answering {
  if (isLoopback(target)) return answeredBy([]);
  const sender = senderOf(network, out, target, source);
  const by: Device[] = [];
  const silent: Device[] = [];
  for (const node of holders(network, segment, target)) {
    if (node === out.node) continue;
    for (const device of network.segments.interfacesOf(segment, node))
      if (takesIn(network, node, target, sender, device)) by.push(device);
      else if (sender && network.fibOf(node).hasAddress(sender)) silent.push(device);
  }
  return { by, silent };
}

/** Who has asked for a next hop is known to whoever has it: by this address, which a permanent neighbour is not asked from. */
export function askedFrom(
  network: Network,
  out: Device,
  nextHop: Address,
  source: Address | undefined,
): Address | undefined {
  if (permanentAt(out, nextHop)) return undefined;
  return nextHop.family === 'inet'
    ? senderOf(network, out, nextHop, source)
    : solicitorOf(network, out, source);
}

/** What a node gives as its own address as it asks for another: who answers remembers it (arp_process). */
function senderOf(
  network: Network,
  out: Device,
  target: Address,
  source: Address | undefined,
): Address | undefined {
  const own = source && network.fibOf(out.node).isLocal(source) ? source : undefined;
  return own ?? inetSource(network.stackOf(out.node), out, target);
}

/** The nodes that have an IPv4 address on whichever device, or as one of a prefix of their loopback device. */
export function holders(network: Network, segment: Segment, address: Address): ReadonlySet<Node> {
  const nodes = new Set(network.segments.everywhere(address).map(({ node }) => node));
  for (const node of network.segments.withLoopbackPrefixes)
    if (network.segments.interfacesOf(segment, node).length > 0)
      for (const prefix of network.fibOf(node).localPrefixes) if (contains(prefix, address)) nodes.add(node);
  return nodes;
}

/**
 * Who answers a neighbour solicitation (ndisc_recv_ns): an interface that has the address itself (RFC 4861 § 7.2.3), or
 * of which it is the subnet-router anycast address. Who has no IPv6 on its device cannot ask.
 */
function solicit(
  network: Network,
  segment: Segment,
  out: Device,
  target: Address,
  source: Address | undefined,
): Answering {
  if (mtuOf(out) < 1280) return answeredBy([]);
  const bySegment = solicited.get(network) ?? new Map<Segment, ReadonlyMap<string, readonly Device[]>>();
  solicited.set(network, bySegment);
  const known = bySegment.get(segment) ?? solicitedOn(network, segment);
  bySegment.set(segment, known);
  const found = known.get(target.text) ?? none;
  const others = found.some(({ node }) => node === out.node)
    ? found.filter(({ node }) => node !== out.node)
    : found;
  const ports = portsWith(network, segment, target).filter(({ node }) => node !== out.node);
  if (ports.length === 0 && others.every(({ node }) => node.neighbours.length === 0))
    return answeredBy(others);
  const by = others.filter((device) => findsBack(network, segment, device, out, source));
  const silent = others.filter((device) => !by.includes(device));
  return { by, silent: [...silent, ...ports.flatMap(({ master }) => master ?? [])] };
}

/**
 * The ports on the segment that have an IPv6 address: what asks for it comes to the bridge, which does not answer, but
 * what they ask themselves makes them known, and the bridge takes what then comes for them.
 */
function portsWith(network: Network, segment: Segment, address: Address): readonly Device[] {
  return network.segments
    .everywhere(address)
    .filter((device) => device.master && network.segments.of(device) === segment);
}

/** Asked is from the packet's source where the device has it, else from the device's link-local address (ndisc_solicit). */
function solicitorOf(network: Network, out: Device, source: Address | undefined): Address | undefined {
  const held = network.stackOf(out.node).inet6(out);
  return (held.find(({ address }) => address.bits === source?.bits) ?? held.find(isOfLink))?.address;
}

/**
 * Whether an advertisement comes to who asked for it: it goes to the MAC address that who answers knows for good, if he
 * does (ndisc_send_na; an ARP reply goes to the one that asked).
 */
function findsBack(
  network: Network,
  segment: Segment,
  device: Device,
  out: Device,
  source: Address | undefined,
): boolean {
  const permanent = permanentAt(device, solicitorOf(network, out, source));
  return !permanent || takersOf(network, segment, device, permanent.mac).includes(out);
}

const isOfLink = ({ address }: Held): boolean => isLinkLocal(address);
const none: readonly Device[] = [];

const solicited = new WeakMap<Network, Map<Segment, ReadonlyMap<string, readonly Device[]>>>();

/** Every IPv6 address that somebody on a segment answers for, with who does. */
function solicitedOn(network: Network, { interfaces }: Segment): ReadonlyMap<string, readonly Device[]> {
  const found = new Map<string, Device[]>();
  for (const device of interfaces) {
    for (const text of network.fibOf(device.node).solicitedAt(device)) {
      const known = found.get(text);
      if (known) known.push(device);
      else found.set(text, [device]);
    }
  }
  return found;
}
