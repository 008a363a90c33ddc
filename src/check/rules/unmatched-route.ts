import { metricOf } from '../../forwarding/fib.ts';
import { type Family, isSingle } from '../../model/address.ts';
import { type InterfaceAddress, type Node, nodeName, type Route } from '../../model/lab.ts';
import { mainTable } from '../../model/routing-place.ts';
import type { Finding, Rule } from '../rule.ts';

/** Those that the kernel looks packets up in without being told to (fib_default_rules_init, fib6_rules_net_init). */
const lookedUp: Readonly<Record<Family, readonly number[]>> = { inet: [253, 254, 255], inet6: [254, 255] };

export const unmatchedRoute: Rule = {
  name: 'unmatched-route',
  summary: 'no packet can ever match a route',
  *check({ nodes }) {
    for (const node of nodes) {
      if (node.routes.length === 0) continue;
      const own = node.devices.flatMap(({ addresses }) => addresses);
      for (const route of node.routes) {
        const finding = findingOf(node, own, route);
        if (finding) yield { span: route.origin, ...finding };
      }
    }
  },
};

/** `own`: all addresses of the node. */
function findingOf(
  node: Node,
  own: readonly InterfaceAddress[],
  route: Route,
): Omit<Finding, 'span'> | undefined {
  const { prefix, table, family } = route;
  if (!lookedUp[family].includes(table) && !isAskedFor(node, route)) {
    const first = own.find(({ address }) => address.family === family);
    const from = first?.address.text ?? prefix.text;
    const rule = `rule from ${from} lookup ${table}`;
    // a rule that could not be read may be the one
    return node.damaged
      ? undefined
      : {
          message: `No rule looks packets up in table ${table}, so this route never matches.`,
          help: `write \`${rule}\` beside it, or leave out \`table\``,
          advice: { write: [rule] },
        };
  }
  const itself =
    isSingle(prefix) &&
    own.find(({ address }) => address.family === prefix.family && address.bits === prefix.network);
  if (itself)
    return {
      message: `${itself.address.text} is ${nodeName(node)} itself, so this route never matches.`,
      related: [{ span: itself.origin, message: 'its own address' }],
    };
  const connected = own.find((one) => one.prefix.text === prefix.text);
  if (connected && table === mainTable && metricOf(route) > (prefix.family === 'inet' ? 0 : 256))
    return {
      message: `${prefix.text} is on-link with a lower metric, so this route never matches.`,
      related: [{ span: connected.origin, message: 'on-link by this address' }],
    };
  return undefined;
}

function isAskedFor({ rules }: Node, { family, table }: Route): boolean {
  return rules.some((rule) => rule.action === 'lookup' && rule.family === family && rule.table === table);
}
