import { type Prefix, widthOf } from '../model/address.ts';
import type { Neighbour, NextHop, PolicyRule, Route } from '../model/lab.ts';
import { mainTable, tableName } from '../model/routing-place.ts';
import type { PlannedNeighbour, PlannedRoute, PlannedRule } from './operation.ts';

export function planRoute(route: Route): PlannedRoute {
  return {
    family: route.family,
    type: route.type,
    to: destination(route),
    hops: route.hops.map((hop) => planHop(route, hop)),
    ...(route.table === mainTable ? {} : { table: route.table }),
    ...(route.src ? { src: route.src.text } : {}),
    ...(route.metric === undefined ? {} : { metric: route.metric }),
    ...(route.mtu === undefined ? {} : { mtu: route.mtu }),
  };
}

function destination({ prefix, family, hops }: Route): string {
  if (prefix.length > 0) return shortPrefix(prefix);
  // `default` alone means IPv4, unless a next hop tells the family
  return family === 'inet' || hops.some(({ via }) => via?.family === 'inet6') ? 'default' : '::/0';
}

/** A prefix as ip-route(8) prints it: a host without its length. */
function shortPrefix(prefix: Prefix): string {
  return prefix.length === widthOf(prefix.family) ? prefix.text.replace(/\/\d+$/, '') : prefix.text;
}

function planHop(route: Route, { via, device, weight, onlink }: NextHop): PlannedRoute['hops'][number] {
  return {
    ...(via ? { via: via.text } : {}),
    ...(via && via.family !== route.family ? { viaFamily: via.family } : {}),
    device: device.name,
    ...(weight === undefined ? {} : { weight }),
    ...(onlink ? { onlink } : {}),
  };
}

export function planRule(rule: PolicyRule): PlannedRule {
  const { family, priority, action, suppressPrefixLength } = rule;
  return {
    family,
    priority,
    ...(rule.not ? { not: true } : {}),
    ...(rule.from ? { from: shortPrefix(rule.from) } : {}),
    ...(rule.to ? { to: shortPrefix(rule.to) } : {}),
    ...(rule.iif ? { iif: rule.iif.name } : {}),
    ...(rule.oif ? { oif: rule.oif.name } : {}),
    action,
    ...(action === 'lookup' ? { table: tableName(rule.table) } : {}),
    ...(suppressPrefixLength === undefined ? {} : { suppressPrefixLength }),
  };
}

export function planNeighbour({ address, mac, device }: Neighbour): PlannedNeighbour {
  return { address: address.text, mac, device: device.name };
}

/** Device routes before those whose next hops they make on-link. */
export function inOrder(routes: readonly Route[]): readonly Route[] {
  const gatewayed = (route: Route): boolean => route.hops.some(({ via }) => via !== undefined);
  return [...routes.filter((route) => !gatewayed(route)), ...routes.filter(gatewayed)];
}
