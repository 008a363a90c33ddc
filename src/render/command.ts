import type { End, Operation, PlannedNeighbour, PlannedRoute, PlannedRule } from '../plan/operation.ts';
import { assertNever } from '../util/assert-never.ts';

/** An operation as the words of one line for `ip -batch`. `name` and `dev` are always written: a device may be called `up`. */
export function commandFor(operation: Operation): readonly string[] {
  switch (operation.op) {
    case 'add-namespace':
      return ['netns', 'add', operation.name];
    case 'add-bridge':
      return ['link', 'add', ...endWords(operation.end), 'type', 'bridge', 'mcast_snooping', '0'];
    case 'add-veth':
      return ['link', 'add', ...endWords(operation.end), 'type', 'veth', 'peer', ...endWords(operation.peer)];
    case 'set-master':
      return ['link', 'set', 'dev', operation.device, 'master', operation.master];
    case 'set-mtu':
      return ['link', 'set', 'dev', operation.device, 'mtu', String(operation.mtu)];
    case 'set-up':
      return ['link', 'set', 'dev', operation.device, 'up'];
    case 'add-address':
      return ['addr', 'add', operation.address, 'dev', operation.device, ...usableAtOnce(operation.address)];
    case 'add-neighbour':
      return ['neigh', 'add', ...neighbourWords(operation.neighbour)];
    case 'add-route':
      return ['route', 'add', ...routeWords(operation.route)];
    case 'add-rule':
      return ['rule', 'add', ...ruleWords(operation.rule)];
    default:
      return assertNever(operation);
  }
}

/**
 * Without `nodad` an IPv6 address is tentative until the kernel's next round of work, even where it detects no
 * duplicates, and a route with it as `src` is refused meanwhile.
 */
function usableAtOnce(address: string): readonly string[] {
  return address.includes(':') ? ['nodad'] : [];
}

function endWords(end: End): string[] {
  return [
    'name',
    end.name,
    ...pair('netns', end.namespace),
    ...pair('group', end.group),
    ...pair('address', end.mac),
    ...pair('mtu', end.mtu),
    ...(end.up ? ['up'] : []),
    ...pair('master', end.master),
  ];
}

export function neighbourWords({ address, mac, device }: PlannedNeighbour): string[] {
  return [address, 'lladdr', mac, 'dev', device];
}

/** A route in the order in which ip-route(8) prints it, so that what is there compares with what was asked. */
export function routeWords(route: PlannedRoute): string[] {
  const single = route.hops.length === 1 ? route.hops[0] : undefined;
  return [
    ...(route.type === 'unicast' ? [] : [route.type]),
    route.to,
    ...(single ? hopWords(single) : []),
    ...pair('table', route.table),
    ...pair('src', route.src),
    ...pair('metric', route.metric),
    ...(single?.onlink ? ['onlink'] : []),
    ...pair('mtu', route.mtu),
    ...(single
      ? []
      : route.hops.flatMap((hop) => [
          'nexthop',
          ...hopWords(hop),
          ...pair('weight', hop.weight ?? 1),
          ...(hop.onlink ? ['onlink'] : []),
        ])),
  ];
}

/** As `routeWords`, of a rule. */
export function ruleWords(rule: PlannedRule): string[] {
  return [
    ...pair('priority', rule.priority),
    ...(rule.not ? ['not'] : []),
    ...pair('from', rule.from ?? 'all'),
    ...pair('to', rule.to),
    ...pair('iif', rule.iif),
    ...pair('oif', rule.oif),
    rule.action,
    ...(rule.table === undefined ? [] : [rule.table]),
    ...pair('suppress_prefixlength', rule.suppressPrefixLength),
  ];
}

function hopWords({ via, viaFamily, device }: PlannedRoute['hops'][number]): string[] {
  return [...(via === undefined ? [] : ['via', ...(viaFamily ? [viaFamily] : []), via]), 'dev', device];
}

function pair(word: string, value: string | number | undefined): string[] {
  return value === undefined ? [] : [word, String(value)];
}
