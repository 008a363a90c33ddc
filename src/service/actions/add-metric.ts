import { insertion } from '../writing/insert-statement.ts';
import type { Remedy } from './remedy.ts';

/** A metric for the second of two routes to one prefix. */
export const addMetric: Remedy = {
  rules: ['two-defaults', 'duplicate-route'],
  *offers({ span }, bench) {
    const route = bench.around(span, ['route', 'gw']);
    if (!route || route.block) return;
    yield { title: 'write `metric 100` behind it', edits: [insertion(route.span.end, ' metric 100')] };
  },
};
