import { childOf, type Name, type Statement, valueOf } from '../syntax/tree.ts';
import type { Span } from '../text/span.ts';
import { type Address, contains, isLinkLocal, mask, type Prefix, widthOf } from './address.ts';
import type { Findings } from './findings.ts';
import type { Device, InterfaceAddress, NextHop, Node, RouteType } from './lab.ts';
import { explicitDevice, mainTable, numberOf, type Place } from './routing-place.ts';
import { hopAddress } from './values.ts';

/** What of a route bears on its next hops. */
export interface Way {
  readonly prefix: Prefix;
  readonly table: number;
  readonly onlink: boolean;
}

/** The ways out of a route: none where it drops its packets, several where it is a multipath route. */
export function findHops(
  place: Place,
  type: RouteType,
  nexthops: readonly Statement[],
  single: { via: Address | undefined; viaName: Name | undefined; dev: Device | undefined },
  way: Way,
  origin: Span,
  findings: Findings,
): readonly NextHop[] | undefined {
  const { via, viaName, dev } = single;
  if (type !== 'unicast') {
    const extra = viaName?.span ?? nexthops[0]?.keyword;
    if (extra === undefined) return [];
    findings.error('bad-route', extra, `A route of type ${type} drops its packets: it has no next hop.`);
    return undefined;
  }
  if (nexthops.length > 0) {
    if (viaName) {
      findings.error(
        'bad-route',
        viaName.span,
        'A multipath route has its next hops behind `nexthop` alone.',
        {
          related: [{ span: nexthops[0]?.keyword as Span, message: 'the first of them' }],
        },
      );
      return undefined;
    }
    const hops = nexthops.map((statement) => multipathHop({ ...place, statement }, way, findings));
    if (!hops.every((hop) => hop !== undefined)) return undefined;
    return checkWays(hops, nexthops, way, findings) ? hops : undefined;
  }
  const hop = nextHop(place, via, viaName, dev, way, origin, findings);
  return hop && [hop];
}

/** What the kernel refuses of several ways: the same one twice, and for IPv6 one without a next hop. */
function checkWays(
  hops: readonly NextHop[],
  statements: readonly Statement[],
  { prefix }: Way,
  findings: Findings,
): boolean {
  const seen = new Set<string>();
  for (const [index, { via, device }] of hops.entries()) {
    const span = (statements[index] as Statement).keyword;
    const way = `${via?.text} ${device.name}`;
    if (prefix.family === 'inet6' && !via) {
      findings.error(
        'bad-route',
        span,
        'Each way of an IPv6 multipath route needs a next hop: `via ADDRESS`.',
      );
      return false;
    }
    if (seen.has(way)) {
      findings.error('bad-route', span, 'This way is one of the route’s already.', {
        help: 'a larger share is written `weight 2`',
      });
      return false;
    }
    seen.add(way);
  }
  return true;
}

function multipathHop(place: Place, way: Way, findings: Findings): NextHop | undefined {
  const { statement } = place;
  const before = findings.diagnostics.length;
  const dev = explicitDevice(place, statement, findings);
  const viaChild = childOf(statement, 'via');
  const viaName = viaChild && valueOf(viaChild, 'address');
  const via = viaName && hopAddress(viaName, place.node, dev ?? place.at, findings);
  const weight = numberOf(statement, 'weight', 'number', 1, 256, findings);
  if (findings.diagnostics.length > before) return undefined;
  const onlink = way.onlink || childOf(statement, 'onlink') !== undefined;
  const hop = nextHop(place, via, viaName, dev, { ...way, onlink }, statement.keyword, findings);
  return hop && { ...hop, weight };
}

/** The device of one way out: said, or where the statement stands, or as the kernel finds it. */
function nextHop(
  { node, at, statement }: Place,
  via: Address | undefined,
  viaName: Name | undefined,
  dev: Device | undefined,
  way: Way,
  origin: Span,
  findings: Findings,
): NextHop | undefined {
  const hop = (device: Device): NextHop => ({ via, device, onlink: way.onlink, weight: undefined });
  if (via && viaName && isOwn(node, via, viaName, findings)) return undefined;
  if (!via || !viaName) {
    const device = dev ?? at;
    if (device) return hop(device);
    if (statement.damaged) return undefined;
    findings.error('bad-route', origin, 'This route says neither a next hop nor a device.', {
      help: 'write `via ADDRESS` or `dev DEVICE` behind it',
    });
    return undefined;
  }
  if (way.onlink || (isLinkLocal(via) && via.family === 'inet6')) {
    const device = dev ?? at;
    if (device) return hop(device);
    if (statement.damaged) return undefined;
    const why = way.onlink ? 'With `onlink` nothing tells' : 'A link-local next hop does not tell';
    findings.error('bad-route', viaName.span, `${why} the device: name it.`, {
      help: `write \`via ${via.text} dev DEVICE\``,
    });
    return undefined;
  }
  const device = onLinkDevice(node, via, dev, way.table);
  if (device) {
    if (device.kind === 'lo') {
      findings.error(
        'bad-next-hop',
        viaName.span,
        `No neighbour is at the loopback device, so ${via.text} is no next hop.`,
      );
      return undefined;
    }
    const dead = broadcastOf(device, via);
    if (!dead) return hop(device);
    findings.error(
      'bad-next-hop',
      viaName.span,
      `No host can be ${via.text}: it is the ${dead.what} of ${dead.on.prefix.text}.`,
      {
        related: [{ span: dead.on.origin, message: 'on-link by this prefix' }],
      },
    );
    return undefined;
  }
  offLink(node, via, viaName, dev, findings);
  return undefined;
}

/** A next hop that is the node itself: never another node, and for IPv6 refused by the kernel. */
function isOwn(node: Node, via: Address, name: Name, findings: Findings): boolean {
  const own = node.devices
    .flatMap(({ addresses }) => addresses)
    .find(({ address }) => address.family === via.family && address.bits === via.bits);
  if (!own) return false;
  findings.error('own-next-hop', name.span, `The next hop ${via.text} is ${node.name} itself.`, {
    help: 'a next hop is another node on the link, which passes the packets on',
    related: [{ span: own.origin, message: 'its own address' }],
  });
  return true;
}

/** The device that an address is on-link at: the longest connected prefix or device route, as the FIB has it. */
export function onLinkDevice(
  node: Node,
  via: Address,
  dev: Device | undefined,
  table: number,
): Device | undefined {
  let best: { device: Device; length: number } | undefined;
  const offer = (device: Device, prefix: Prefix): void => {
    if ((dev && dev !== device) || !contains(prefix, via)) return;
    if (!best || prefix.length > best.length) best = { device, length: prefix.length };
  };
  for (const device of node.devices) for (const { prefix } of device.addresses) offer(device, prefix);
  for (const { hops, prefix, table: other } of node.routes) {
    // gatewayed routes come last, and reach no next hop
    if (hops[0]?.via) break;
    if (hops[0] && hops.length === 1 && (other === table || other === mainTable))
      offer(hops[0].device, prefix);
  }
  return best?.device;
}

/** An IPv4 next hop that is the broadcast or network address of its prefix: the kernel refuses it. */
function broadcastOf(device: Device, via: Address): { on: InterfaceAddress; what: string } | undefined {
  for (const on of device.addresses) {
    const { prefix } = on;
    if (via.family !== 'inet' || prefix.length > 30 || !contains(prefix, via)) continue;
    const host = via.bits & ~mask('inet', prefix.length);
    if (host === 0n) return { on, what: 'network address' };
    if (host === (1n << BigInt(widthOf('inet') - prefix.length)) - 1n)
      return { on, what: 'broadcast address' };
  }
  return undefined;
}

/** Says that a next hop is no neighbour. */
export function offLink(
  node: Node,
  via: Address,
  name: Name,
  dev: Device | undefined,
  findings: Findings,
): void {
  if (findings.unsure.has(node)) return;
  const own = node.devices
    .flatMap(({ addresses }) => addresses)
    .filter(({ address }) => address.family === via.family);
  const at = dev ? `\`${dev.name}\`` : node.name;
  const related = own
    .slice(0, 3)
    .map(({ prefix, origin }) => ({ span: origin, message: `on-link here is ${prefix.text}` }));
  const behindGateway = node.routes.find((route) => route.hops[0]?.via && contains(route.prefix, via));
  const help = behindGateway
    ? 'a next hop is a neighbour: it cannot be reached over another gateway'
    : node.kind === 'root'
      ? 'a next hop is a neighbour; if it is on a network of the machine, describe the `uplink` with its address'
      : 'a next hop is a neighbour: an address that a prefix of this node covers';
  findings.error(
    'next-hop-not-on-link',
    name.span,
    `The next hop ${via.text} is not on-link: no prefix of ${at} covers it.`,
    { help, related },
  );
}
