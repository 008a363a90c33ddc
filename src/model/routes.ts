import { childOf, childrenOf, type Name, type Statement, valueOf, valuesOf } from '../syntax/tree.ts';
import type { Address, Family } from './address.ts';
import type { Findings } from './findings.ts';
import type { Node, RouteType } from './lab.ts';
import { addNeighbour } from './neighbours.ts';
import { findHops } from './next-hops.ts';
import { explicitDevice, localTable, mainTable, numberOf, type Place, readTable } from './routing-place.ts';
import { addRules } from './rules.ts';
import { hopAddress, routePrefix } from './values.ts';

/**
 * Resolves the routes, rules and neighbours of a node. Two passes: device routes make next hops on-link, so they
 * must be known before any next hop is judged.
 */
export function resolveRouting(node: Node, places: readonly Place[], findings: Findings): void {
  if (places.length === 0) return;
  const routing = places.filter(({ statement }) => ['route', 'gw'].includes(statement.word.keyword));
  const gatewayed: (() => void)[] = [];
  for (const place of routing) {
    if (hasNextHop(place.statement)) gatewayed.push(() => addRoutes(place, findings));
    // what it says of its device's link is not known
    else if (!addRoutes(place, findings)) node.unsure = true;
  }
  for (const add of gatewayed) add();
  node.routes = node.routes.toSorted((a, b) => a.origin.start - b.origin.start);
  addRules(node, places, findings);
  for (const place of places) if (place.statement.word.keyword === 'neigh') addNeighbour(place, findings);
}

function hasNextHop(statement: Statement): boolean {
  return (
    statement.word.keyword === 'gw' ||
    childrenOf(statement, 'via').length + childrenOf(statement, 'nexthop').length > 0
  );
}

/** Gives false, and marks the node, where a route could not be read. */
function addRoutes(place: Place, findings: Findings): boolean {
  const { node, statement } = place;
  const before = findings.diagnostics.length;
  if (statement.word.keyword === 'gw') {
    for (const name of valuesOf(statement, 'address')) addRoute(place, undefined, name, findings);
  } else {
    const via = childOf(statement, 'via');
    for (const prefix of valuesOf(statement, 'prefix'))
      addRoute(place, prefix, via && valueOf(via, 'address'), findings);
  }
  const whole = !statement.damaged && findings.diagnostics.length === before;
  if (!whole) node.damaged = true;
  return whole;
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
  const via = viaName && hopAddress(viaName, node, at ?? dev, findings);
  const prefix = routePrefix(
    prefixName ?? { text: 'default', span: statement.keyword },
    familyHint(place, via),
    findings,
  );
  const srcChild = childOf(statement, 'src');
  const srcName = srcChild && valueOf(srcChild, 'address');
  const src = srcName && hopAddress(srcName, node, at, findings);
  const metric = numberOf(statement, 'metric', 'number', 0, 4294967295, findings);
  const mtu = numberOf(statement, 'mtu', 'bytes', 68, 65535, findings);
  const table = tableOf(statement, findings);
  if (!prefix || table === undefined || (viaName && !via) || findings.diagnostics.length > before) return;
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
  node.routes.push({
    type,
    family: prefix.family,
    prefix,
    hops,
    metric,
    table,
    src,
    srcOrigin: srcName?.span,
    mtu,
    origin,
  });
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

/** Undefined where the number cannot be read. */
function tableOf(statement: Statement, findings: Findings): number | undefined {
  const child = childOf(statement, 'table');
  if (!child) return mainTable;
  const name = valueOf(child, 'table');
  const table = name && readTable(name, findings);
  if (name && table === localTable)
    findings.error(
      'bad-route',
      name.span,
      'The table `local` is the kernel’s own: it fills it from the addresses.',
    );
  return table;
}
