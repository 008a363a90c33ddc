import { childOf, childrenOf, type Name, type Statement, valueOf, valuesOf } from '../syntax/tree.ts';
import type { Span } from '../text/span.ts';
import { type Address, contains, type Family, isLinkLocal, mask, type Prefix, widthOf } from './address.ts';
import { type Findings, isReported } from './findings.ts';
import type { Device, InterfaceAddress, NextHop, Node, Route, RouteType } from './lab.ts';
import { resolveDevice } from './references.ts';
import { hopAddress, macAddress, numberIn, routePrefix } from './values.ts';

/** rt_tables: the table that a route goes to when nothing is said. */
const mainTable = 254;
const tableNames: Readonly<Record<string, number>> = { default: 253, main: 254, local: 255 };

/** A routing statement and the device that it stands at, if any. */
interface Place {
  readonly node: Node;
  readonly at: Device | undefined;
  readonly statement: Statement;
}

/**
 * Resolves the routes and neighbours of a node. Two passes: device routes make next hops on-link, so they
 * must be known before any next hop is judged.
 */
export function resolveRouting(node: Node, places: readonly Place[], findings: Findings): void {
  const routing = places.filter(({ statement }) => ['route', 'gw'].includes(statement.word.keyword));
  const gatewayed: (() => void)[] = [];
  for (const place of routing) {
    if (hasNextHop(place.statement)) gatewayed.push(() => addRoutes(place, findings));
    else addRoutes(place, findings);
  }
  for (const add of gatewayed) add();
  node.routes = node.routes.toSorted((a, b) => a.origin.start - b.origin.start);
  checkDuplicates(node, findings);
  for (const place of places) if (place.statement.word.keyword === 'neigh') addNeighbour(place, findings);
}

function hasNextHop(statement: Statement): boolean {
  return (
    statement.word.keyword === 'gw' ||
    childrenOf(statement, 'via').length + childrenOf(statement, 'nexthop').length > 0
  );
}

function addRoutes(place: Place, findings: Findings): void {
  const { statement } = place;
  if (statement.word.keyword === 'gw') {
    for (const name of valuesOf(statement, 'address')) addRoute(place, undefined, name, findings);
    return;
  }
  const via = childOf(statement, 'via');
  for (const prefix of valuesOf(statement, 'prefix'))
    addRoute(place, prefix, via && valueOf(via, 'address'), findings);
}

function addRoute(
  place: Place,
  prefixName: Name | undefined,
  viaName: Name | undefined,
  findings: Findings,
): void {
  const { node, at, statement } = place;
  const before = findings.diagnostics.length;
  const type = (valueOf(statement, 'type')?.text ?? 'unicast') as RouteType;
  const dev = explicitDevice(place, statement, findings);
  const nexthops = childrenOf(statement, 'nexthop');
  const via = viaName && hopAddress(viaName, at ?? dev, findings);
  const prefix = routePrefix(
    prefixName ?? { text: 'default', span: statement.keyword },
    familyHint(place, via),
    findings,
  );
  const src = sourceAddress(place, findings);
  const metric = numberOf(statement, 'metric', 'number', 0, 4294967295, findings);
  const mtu = numberOf(statement, 'mtu', 'bytes', 68, 65535, findings);
  const table = tableOf(statement, findings);
  if (!prefix || findings.diagnostics.length > before) return;
  const origin = prefixName?.span ?? viaName?.span ?? statement.keyword;
  if (via && via.family !== prefix.family && prefix.family === 'inet6') {
    findings.error(
      'mixed-families',
      viaName.span,
      `The next hop ${via.text} is an IPv4 address, but the route is to an IPv6 prefix.`,
    );
    return;
  }
  const way = { prefix, table, onlink: childOf(statement, 'onlink') !== undefined };
  const hops = findHops(place, type, nexthops, { via, viaName, dev }, way, origin, findings);
  if (!hops) return;
  if (src && !checkSource(place, src, findings)) return;
  node.routes.push({ type, family: prefix.family, prefix, hops, metric, table, src, mtu, origin });
}

interface Way {
  readonly prefix: Prefix;
  readonly table: number;
  readonly onlink: boolean;
}

function findHops(
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
    return hops.every((hop) => hop !== undefined) ? hops : undefined;
  }
  const hop = nextHop(place, via, viaName, dev, way, origin, findings);
  return hop && [hop];
}

function multipathHop(place: Place, way: Way, findings: Findings): NextHop | undefined {
  const { statement } = place;
  const before = findings.diagnostics.length;
  const dev = explicitDevice(place, statement, findings);
  const viaChild = childOf(statement, 'via');
  const viaName = viaChild && valueOf(viaChild, 'address');
  const via = viaName && hopAddress(viaName, dev ?? place.at, findings);
  const weight = numberOf(statement, 'weight', 'number', 1, 256, findings);
  if (findings.diagnostics.length > before) return undefined;
  const onlink = way.onlink || childOf(statement, 'onlink') !== undefined;
  const hop = nextHop(place, via, viaName, dev, { ...way, onlink }, statement.keyword, findings);
  return hop && { ...hop, weight };
}

/** The device of one way out: said, or where the statement stands, or as the kernel finds it. */
function nextHop(
  { node, at }: Place,
  via: Address | undefined,
  viaName: Name | undefined,
  dev: Device | undefined,
  way: Way,
  origin: Span,
  findings: Findings,
): NextHop | undefined {
  const hop = (device: Device): NextHop => ({ via, device, onlink: way.onlink, weight: undefined });
  if (!via || !viaName) {
    const device = dev ?? at;
    if (device) return hop(device);
    findings.error('bad-route', origin, 'This route says neither a next hop nor a device.', {
      help: 'write `via ADDRESS` or `dev DEVICE` behind it',
    });
    return undefined;
  }
  if (way.onlink || (isLinkLocal(via) && via.family === 'inet6')) {
    const device = dev ?? at;
    if (device) return hop(device);
    const why = way.onlink ? 'With `onlink` nothing tells' : 'A link-local next hop does not tell';
    findings.error('bad-route', viaName.span, `${why} the device: name it.`, {
      help: `write \`via ${via.text} dev DEVICE\``,
    });
    return undefined;
  }
  const device = onLinkDevice(node, via, dev, way.table);
  if (device) {
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

/** The device that an address is on-link at: the longest connected prefix or device route, as the FIB has it. */
function onLinkDevice(node: Node, via: Address, dev: Device | undefined, table: number): Device | undefined {
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

function offLink(node: Node, via: Address, name: Name, dev: Device | undefined, findings: Findings): void {
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

function explicitDevice({ node }: Place, statement: Statement, findings: Findings): Device | undefined {
  const child = childOf(statement, 'dev');
  const name = child && valueOf(child, 'device');
  return name && !isReported(name) ? resolveDevice(name, node, findings) : undefined;
}

/** The family of a `default` route: its next hop's, else the device's only one, else IPv4 as in ip-route(8). */
function familyHint({ at, statement }: Place, via: Address | undefined): Family {
  if (via) return via.family;
  for (const child of [...childrenOf(statement, 'nexthop'), statement]) {
    for (const word of ['via', 'src']) {
      const text = childrenOf(child, word).map((one) => valueOf(one, 'address')?.text)[0];
      if (text) return text.includes(':') ? 'inet6' : 'inet';
    }
  }
  const families = new Set(at?.addresses.map(({ address }) => address.family));
  return families.size === 1 && families.has('inet6') ? 'inet6' : 'inet';
}

function numberOf(
  statement: Statement,
  keyword: string,
  slot: string,
  from: number,
  to: number,
  findings: Findings,
): number | undefined {
  const child = childOf(statement, keyword);
  const name = child && valueOf(child, slot);
  return name && numberIn(name, from, to, keyword === 'mtu' ? 'MTU' : keyword, findings);
}

function tableOf(statement: Statement, findings: Findings): number {
  const child = childOf(statement, 'table');
  const name = child && valueOf(child, 'table');
  if (!name) return mainTable;
  return tableNames[name.text] ?? numberIn(name, 1, 4294967295, 'table', findings) ?? mainTable;
}

function sourceAddress({ at, statement }: Place, findings: Findings): Address | undefined {
  const child = childOf(statement, 'src');
  const name = child && valueOf(child, 'address');
  return name && hopAddress(name, at, findings);
}

/** A preferred source must be an address of the node, or the kernel says "Invalid prefsrc address". */
function checkSource({ node, statement }: Place, src: Address, findings: Findings): boolean {
  const own = node.devices.some(({ addresses }) =>
    addresses.some(({ address }) => address.family === src.family && address.bits === src.bits),
  );
  const name = valueOf(childOf(statement, 'src') as Statement, 'address') as Name;
  if (!own)
    findings.error(
      'source-not-local',
      name.span,
      `${src.text} is no address of ${node.name}, so nothing can be sent from it.`,
    );
  return own;
}

/** Metrics of routes that say none (ip-route(8)), and of the connected routes that the kernel makes. */
function metricOf(route: Route): number {
  return route.metric ?? (route.family === 'inet' ? 0 : 1024);
}

function checkDuplicates(node: Node, findings: Findings): void {
  const first = new Map<string, Span>();
  for (const device of node.devices) {
    for (const { prefix, origin } of device.addresses) {
      if (prefix.length < widthOf(prefix.family))
        first.set(`${prefix.text} ${mainTable} ${prefix.family === 'inet' ? 0 : 256}`, origin);
    }
  }
  const wrong = new Set<Route>();
  for (const route of node.routes) {
    const key = `${route.prefix.text} ${route.table} ${metricOf(route)}`;
    const known = first.get(key);
    if (!known) {
      first.set(key, route.origin);
      continue;
    }
    wrong.add(route);
    const isDefault = route.prefix.length === 0;
    const family = route.family === 'inet' ? 'IPv4' : 'IPv6';
    const what = isDefault
      ? `${node.name} has a default route for ${family} already`
      : `${node.name} has a route to ${route.prefix.text} already`;
    findings.error(
      isDefault ? 'two-defaults' : 'duplicate-route',
      route.origin,
      `${what}: two need different metrics.`,
      {
        help: 'remove one, or write `metric 100` behind the one that is to wait',
        related: [{ span: known, message: 'the first' }],
      },
    );
  }
  if (wrong.size > 0) node.routes = node.routes.filter((route) => !wrong.has(route));
}

function addNeighbour(place: Place, findings: Findings): void {
  const { node, at, statement } = place;
  const before = findings.diagnostics.length;
  const name = valueOf(statement, 'address');
  const dev = explicitDevice(place, statement, findings);
  const lladdr = childOf(statement, 'lladdr');
  const macName = lladdr && valueOf(lladdr, 'address');
  const mac = macName && macAddress(macName, findings);
  const address = name && hopAddress(name, dev ?? at, findings);
  if (!name || !address || !mac || findings.diagnostics.length > before) return;
  const onLink = isLinkLocal(address) ? undefined : onLinkDevice(node, address, undefined, mainTable);
  const device = dev ?? onLink ?? at;
  if (device) node.neighbours.push({ address, mac, device, origin: name.span });
  else offLink(node, address, name, undefined, findings);
}
