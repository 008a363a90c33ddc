import type { Span } from '../text/span.ts';
import { widthOf } from './address.ts';
import type { Findings } from './findings.ts';
import type { Node, Route } from './lab.ts';
import { mainTable } from './routing-place.ts';

/** Metrics of routes that say none (ip-route(8)), and of the connected routes that the kernel makes. */
function metricOf(route: Route): number {
  return route.metric ?? (route.family === 'inet' ? 0 : 1024);
}

/** Two routes to one prefix in one table with one metric: the kernel takes the first (EEXIST). */
export function checkDuplicates(node: Node, findings: Findings): void {
  const first = new Map<string, Span>();
  for (const device of node.devices) {
    for (const { prefix, origin } of device.addresses) {
      // a single IPv4 address has no connected route; a single IPv6 address has
      if (prefix.length < widthOf('inet') || prefix.family === 'inet6')
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
