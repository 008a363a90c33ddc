import { childOf, type Name, type Statement, valueOf } from '../syntax/tree.ts';
import type { Span } from '../text/span.ts';
import { type Address, contains, isLinkLocal, type Prefix } from './address.ts';
import type { Findings } from './findings.ts';
import type { Device, NextHop, Node, Route, RouteType } from './lab.ts';
import { addLoopback, findDevice } from './references.ts';
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
  const span = viaName?.span ?? origin;
  const hop = (device: Device): NextHop => ({
    via,
    device,
    onlink: way.onlink,
    weight: undefined,
    origin: span,
  });
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
  return hop(onLinkDevice(node, via, dev, way.table) ?? dev ?? at ?? anyDevice(node, via));
}

/** Where a next hop that is not on-link is put, so that the kernel can refuse it. */
export function anyDevice(node: Node, { family }: Address): Device {
  const cables = node.devices.filter(({ kind }) => kind !== 'lo');
  return (
    cables.find(({ addresses }) => addresses.some(({ address }) => address.family === family)) ??
    cables[0] ??
    findDevice(node, 'lo') ??
    addLoopback(node, node.origin)
  );
}

/** The device that an address is on-link at: the longest connected prefix or device route, as the FIB has it. */
export function onLinkDevice(
  node: Node,
  via: Address,
  dev: Device | undefined,
  table: number,
  routes: readonly Route[] = node.routes,
): Device | undefined {
  let best: { device: Device; length: number } | undefined;
  const offer = (device: Device, prefix: Prefix): void => {
    if ((dev && dev !== device) || !contains(prefix, via)) return;
    if (!best || prefix.length > best.length) best = { device, length: prefix.length };
  };
  for (const device of node.devices) for (const { prefix } of device.addresses) offer(device, prefix);
  for (const { hops, prefix, table: other } of routes) {
    // gatewayed routes come last, and reach no next hop
    if (hops[0]?.via) break;
    if (hops[0] && hops.length === 1 && (other === table || other === mainTable))
      offer(hops[0].device, prefix);
  }
  return best?.device;
}
