import { metricOf } from '../forwarding/fib.ts';
import { isSingle } from '../model/address.ts';
import type { Node, Route } from '../model/lab.ts';
import { mainTable } from '../model/routing-place.ts';
import type { Span } from '../text/span.ts';

/** Routes of a node that the kernel refuses, for one with their prefix, table and metric is there (EEXIST). */
export function* sameRoutes(node: Node): Generator<{ readonly route: Route; readonly first: Span }> {
  if (!mayBeSame(node)) return;
  const first = new Map<string, Span>();
  for (const { addresses } of node.devices) {
    for (const { prefix, origin } of addresses) {
      // a single IPv4 address has no connected route; a single IPv6 address has
      if (prefix.family === 'inet' && isSingle(prefix)) continue;
      first.set(`${prefix.text} ${mainTable} ${prefix.family === 'inet' ? 0 : 256}`, origin);
    }
  }
  for (const route of node.routes) {
    const key = `${route.prefix.text} ${route.table} ${metricOf(route)}`;
    const known = first.get(key);
    if (known) yield { route, first: known };
    else first.set(key, route.origin);
  }
}

/** Of a node with few routes and devices it is seen at once that they differ, as they nearly always do. */
function mayBeSame({ routes, devices }: Node): boolean {
  if (routes.length + devices.length > 16) return routes.length > 0;
  return routes.some(
    ({ prefix: { text } }, index) =>
      routes.findIndex((other) => other.prefix.text === text) < index ||
      devices.some(({ addresses }) => addresses.some(({ prefix }) => prefix.text === text)),
  );
}
