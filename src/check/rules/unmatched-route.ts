import { metricOf } from '../../forwarding/fib.ts';
import { isSingle } from '../../model/address.ts';
import { type Node, nodeName, type Route } from '../../model/lab.ts';
import type { Finding, Rule } from '../rule.ts';

/** rt_tables: those that the kernel looks packets up in without being told to. */
const lookedUp: readonly number[] = [253, 254, 255];

export const unmatchedRoute: Rule = {
  name: 'unmatched-route',
  summary: 'no packet can ever match a route',
  *check({ nodes }) {
    for (const node of nodes) {
      for (const route of node.routes) {
        const finding = findingOf(node, route);
        if (finding) yield { span: route.origin, ...finding };
      }
    }
  },
};

function findingOf(node: Node, route: Route): Omit<Finding, 'span'> | undefined {
  const { prefix, table } = route;
  if (!lookedUp.includes(table))
    return {
      message: `No rule looks packets up in table ${table}, so this route never matches.`,
      help: 'leave out `table`: netgen has no word for rules yet',
    };
  const own = node.devices.flatMap(({ addresses }) => addresses);
  const itself =
    isSingle(prefix) &&
    own.find(({ address }) => address.family === prefix.family && address.bits === prefix.network);
  if (itself)
    return {
      message: `${itself.address.text} is ${nodeName(node)} itself, so this route never matches.`,
      related: [{ span: itself.origin, message: 'its own address' }],
    };
  const connected = own.find((one) => one.prefix.text === prefix.text);
  if (connected && metricOf(route) > (prefix.family === 'inet' ? 0 : 256))
    return {
      message: `${prefix.text} is on-link with a lower metric, so this route never matches.`,
      related: [{ span: connected.origin, message: 'on-link by this address' }],
    };
  return undefined;
}
