import { type Address, isLoopback, isMulticast } from '../model/address.ts';
import type { Device, Node } from '../model/lab.ts';
import type { Entry, Fib, Refusal, Way } from './fib.ts';
import type { Network } from './network.ts';
import type { Flow } from './rules.ts';
import { inet6Source } from './source-address.ts';

/** What `ip route get TO [from SOURCE] [iif DEVICE] [oif DEVICE]` says in a node. */
export type Answer =
  | {
      readonly kind: 'local';
      /** The loopback device, through which a node talks to itself. */
      readonly device: Device;
      readonly source: Address | undefined;
      readonly route: Entry;
    }
  | {
      readonly kind: 'unicast';
      /** One of them is taken: of a multipath route there are several. */
      readonly hops: readonly Way[];
      /** What the packet is sent from, if it takes the first of them. */
      readonly source: Address | undefined;
      readonly route: Entry;
    }
  | {
      readonly kind: 'broadcast' | 'multicast';
      readonly device: Device;
      readonly source: Address | undefined;
      readonly route: Entry;
    }
  /** `route` is undefined where a rule says so; of `unreachable` ip(8) then says "Network is unreachable". */
  | { readonly kind: Refusal; readonly route: Entry | undefined }
  | {
      readonly kind:
        | 'no-route'
        /** The kernel takes no such address (EINVAL). */
        | 'invalid'
        /** Of what came in: the node does not pass on what comes in there. */
        | 'not-forwarded'
        /** Of what came in: its source is the node's own or no address of a host (RFC 1812 § 5.3.7), or so its destination. */
        | 'martian'
        /** The lab does not say: the machine has routes of its own, or something could not be read. */
        | 'unknown';
      readonly route?: undefined;
    };

export interface LookUpOptions {
  /** What it is sent from; where that is not said, the kernel chooses. */
  readonly source?: Address | undefined;
  /** Where it came in: what a node does with a packet of somebody else. */
  readonly iif?: Device | undefined;
  /** Where it is to leave, as a socket that is bound to a device asks, and the answer to an IPv6 echo request. */
  readonly oif?: Device | undefined;
  /** A socket asks, which for IPv6 looks again from the source that the kernel chooses where there is no route. */
  readonly isSocket?: boolean;
  /** Of IPv6: routes whose next hop is known not to answer. */
  readonly dead?: readonly Entry[] | undefined;
}

/** What a node does with a packet to an address: the look-up in its tables, and the choice of the source address. */
export function lookUp(network: Network, node: Node, to: Address, options: LookUpOptions = {}): Answer {
  const fib = network.fibOf(node);
  const { source, iif, oif, isSocket = false, dead } = options;
  if (iif)
    return to.family === 'inet'
      ? inetIn(network, node, fib, to, source, iif)
      : inet6In(network, node, fib, to, source, iif, dead);
  return to.family === 'inet'
    ? inetOut(network, node, fib, to, source, oif)
    : inet6Out(network, node, fib, to, source, oif, isSocket, dead);
}

/** Whether a node takes a packet of IPv4 itself that comes in at a device: what `lookUp` says, mostly without its tables. */
export function takesIn(
  network: Network,
  node: Node,
  to: Address,
  source: Address | undefined,
  iif: Device,
): boolean {
  const fib = network.fibOf(node);
  const isPlain = !isLoopback(to) && !(source && (isNoHost(source) || isLoopback(source)));
  if (isPlain && fib.isPlainlyLocal(to)) return !(source && fib.hasAddress(source));
  return lookUp(network, node, to, { source, iif }).kind === 'local';
}

const everybody = 0xffffffffn;

function isNoHost(source: Address): boolean {
  return isMulticast(source) || source.bits === everybody || source.bits === 0n;
}

/** ip_route_output_key_hash_rcu and __mkroute_output. */
function inetOut(
  network: Network,
  node: Node,
  fib: Fib,
  to: Address,
  source: Address | undefined,
  oif: Device | undefined,
): Answer {
  // __ip_dev_find: an address of a device is the node's own also where it is the broadcast address of another
  if (source && !fib.isLocal(source) && !fib.hasAddress(source)) return invalid;
  const found = fib.route({ to, source, iif: undefined, oif, isStrict: false });
  if (typeof found !== 'object') return found ? { kind: found, route: undefined } : missing(node);
  const [way] = found.ways;
  if (found.type === 'local')
    return { kind: 'local', device: network.stackOf(node).lo, source: source ?? found.source, route: found };
  if (!way) return { kind: found.type as Refusal, route: found };
  if (to.bits === 0n || (source && isLoopback(source) && way.device.kind !== 'lo')) return invalid;
  const kind =
    found.type === 'broadcast' || to.bits === everybody
      ? 'broadcast'
      : isMulticast(to)
        ? 'multicast'
        : undefined;
  if (kind) return { kind, device: way.device, source: source ?? way.source, route: found };
  return { kind: 'unicast', hops: waysBy(found, oif), source: source ?? way.source, route: found };
}

/** ip_route_input_slow and __mkroute_input. */
function inetIn(
  network: Network,
  node: Node,
  fib: Fib,
  to: Address,
  source: Address | undefined,
  iif: Device,
): Answer {
  if (source && isNoHost(source)) return martian;
  if (to.bits === 0n || isLoopback(to) || (source && isLoopback(source))) {
    if (iif.kind !== 'lo' || to.bits === 0n) return martian;
  }
  const found = fib.route({ to, source, iif, oif: undefined, isStrict: false });
  const forwards = isForwarding(iif, 'inet');
  if (typeof found !== 'object') {
    if (!forwards) return notForwarded;
    return found ? { kind: found, route: undefined } : missing(node);
  }
  const [way] = found.ways;
  if (found.type === 'broadcast' || found.type === 'local') {
    if (source && !isValidSource(node, fib, source, to, iif, undefined)) return martian;
    const device = found.type === 'broadcast' ? way?.device : undefined;
    if (device) return { kind: 'broadcast', device, source, route: found };
    return { kind: 'local', device: network.stackOf(node).lo, source, route: found };
  }
  if (!forwards) return notForwarded;
  if (!way) return { kind: found.type as Refusal, route: found };
  if (isMulticast(to) || to.bits === everybody) return martian;
  const hops = found.ways.filter(
    ({ device }) => !source || isValidSource(node, fib, source, to, iif, device),
  );
  return hops.length === 0 ? martian : { kind: 'unicast', hops, source, route: found };
}

/**
 * fib_validate_source without a reverse path filter: a source of the node's own is none. Where the packet goes back to
 * where it came from, or there are rules, the whole way back is looked at: then a broadcast address is none, too.
 */
function isValidSource(
  node: Node,
  fib: Fib,
  source: Address,
  to: Address,
  iif: Device,
  out: Device | undefined,
): boolean {
  const hasRules = node.rules.some(({ family }) => family === 'inet');
  if (!hasRules && iif !== out) return !fib.hasAddress(source);
  const back = fib.route({ to: source, source: to, iif: out, oif: undefined, isStrict: false });
  return typeof back !== 'object' || back.ways.length === 0 || back.type === 'unicast';
}

/** ip6_route_output_flags, ip6_route_get_saddr. */
function inet6Out(
  network: Network,
  node: Node,
  fib: Fib,
  to: Address,
  source: Address | undefined,
  oif: Device | undefined,
  isSocket: boolean,
  dead: readonly Entry[] | undefined,
  // who names a device and no source leaves there, also once a source is chosen (RT6_LOOKUP_F_IFACE)
  isBound = oif !== undefined && !source,
): Answer {
  const stack = network.stackOf(node);
  const flow = { to, source, iif: undefined, oif, isStrict: isStrict(to) || isBound, dead };
  const found = fib.route(flow);
  if (typeof found === 'object') {
    const [way] = found.ways;
    if (!way) return { kind: found.type as Refusal, route: found };
    const fixed = source ?? found.source;
    const sourceBy = ({ device }: Way): Address | undefined => fixed ?? inet6Source(stack, device, to);
    if (found.ways.length === 1) return answer6(found, sourceBy(way), stack.lo);
    const hops = found.ways.map((one) => ({ ...one, source: sourceBy(one) }));
    return { kind: 'unicast', hops, source: hops[0]?.source, route: found };
  }
  if (found) return { kind: found, route: undefined };
  // ip6_dst_lookup_tail: a rule may be about the source
  const chosen = isSocket && !source ? inet6Source(stack, undefined, to) : undefined;
  return chosen ? inet6Out(network, node, fib, to, chosen, oif, false, dead, isBound) : missing(node);
}

/** ip6_route_input. */
function inet6In(
  network: Network,
  node: Node,
  fib: Fib,
  to: Address,
  source: Address | undefined,
  iif: Device,
  dead: readonly Entry[] | undefined,
): Answer {
  // ip6_rcv_core: no loopback address crosses a link, nobody sends from a multicast address
  if (iif.kind !== 'lo' && (isLoopback(to) || (source && isLoopback(source)))) return martian;
  if (source && isMulticast(source)) return martian;
  const found = fib.route({ to, source, iif, oif: undefined, isStrict: isStrict(to), dead });
  if (
    typeof found === 'object' &&
    (found.type === 'local' || found.type === 'anycast' || found.type === 'multicast')
  )
    return answer6(found, source, network.stackOf(node).lo);
  if (!isForwarding(iif, 'inet6')) return notForwarded;
  // ip6_forward
  if (!source || source.bits === 0n) return martian;
  if (typeof found !== 'object') return found ? { kind: found, route: undefined } : missing(node);
  if (found.ways.length === 0) return { kind: found.type as Refusal, route: found };
  const isLinkLocal = source.bits >> 118n === 0x3fan;
  const hops = isLinkLocal ? found.ways.filter(({ device }) => device === iif) : found.ways;
  return hops.length === 0 ? martian : { kind: 'unicast', hops, source, route: found };
}

function answer6(found: Entry, source: Address | undefined, lo: Device): Answer {
  switch (found.type) {
    case 'local':
    case 'anycast':
      return { kind: 'local', device: lo, source, route: found };
    case 'multicast':
      return { kind: 'multicast', device: (found.ways[0] as Way).device, source, route: found };
    default:
      return { kind: 'unicast', hops: found.ways, source, route: found };
  }
}

/** Of a link-local or multicast destination the device counts (rt6_need_strict). */
function isStrict(to: Address): boolean {
  return to.bits >> 118n === 0x3fan || to.bits >> 120n === 0xffn || isLoopback(to);
}

/** Those that leave by the device that is asked for. */
function waysBy({ ways }: Entry, oif: Device | undefined): readonly Way[] {
  return oif ? ways.filter(({ device }) => device === oif) : ways;
}

/**
 * Whether a node passes on what comes in at a device. In a namespace `forward` is for all devices; in a root
 * namespace the script switches it on for the uplinks and for the lab's devices that have an address of the family.
 */
export function isForwarding({ node, kind, addresses }: Device, family: Flow['to']['family']): boolean {
  if (!node.forward[family]) return false;
  return (
    node.kind === 'ns' || kind === 'uplink' || addresses.some(({ address }) => address.family === family)
  );
}

const invalid: Answer = { kind: 'invalid' };
const martian: Answer = { kind: 'martian' };
const notForwarded: Answer = { kind: 'not-forwarded' };

/** No route of the lab: a machine with an uplink has routes of its own. */
function missing(node: Node): Answer {
  const isOpen = node.damaged || node.devices.some(({ kind }) => kind === 'uplink');
  return { kind: isOpen ? 'unknown' : 'no-route' };
}
