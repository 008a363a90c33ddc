import { childrenOf } from '../../syntax/tree.ts';
import { insertion } from '../writing/insert-statement.ts';
import { asWritten } from '../writing/short-form.ts';
import type { Remedy } from './remedy.ts';
import { routersOf } from './routers.ts';

/** The next hop of a route that says none, and looks on the link for what is not there. */
export const addVia: Remedy = {
  rules: ['bad-route', 'unmet-expectation'],
  *offers({ span }, bench) {
    const route = bench.around(span, ['route']);
    const prefix = route?.values.get('prefix')?.at(-1);
    const node = bench.nodeAt(span);
    if (
      !route ||
      !prefix ||
      !node ||
      childrenOf(route, 'via').length + childrenOf(route, 'nexthop').length > 0
    )
      return;
    for (const { device, via } of routersOf(node, prefix.text.includes(':') ? 'inet6' : 'inet', bench)) {
      const at = bench.around(span, ['veth', 'bridge', 'uplink', 'lo']);
      const own = at && bench.drawingOf(device) === at ? device : undefined;
      const text = `via ${asWritten(bench.tree, via, own, span.start)}`;
      yield { title: `write \`${text}\``, edits: [insertion(prefix.span.end, ` ${text}`)] };
    }
  },
};
