import { nodeName } from '../../model/lab.ts';
import type { Rule } from '../rule.ts';
import { sameRoutes } from '../same-routes.ts';

export const duplicateRoute: Rule = {
  name: 'duplicate-route',
  summary: 'two routes have the same prefix, table and metric',
  *check({ nodes }) {
    for (const node of nodes) {
      for (const { route, first } of sameRoutes(node)) {
        if (route.prefix.length === 0) continue;
        yield {
          span: route.origin,
          message: `${nodeName(node)} has a route to ${route.prefix.text} already: two need different metrics.`,
          help: 'remove one, or write `metric 100` behind the one that is to wait',
          related: [{ span: first, message: 'the first' }],
        };
      }
    }
  },
};
