import { nodeName } from '../../model/lab.ts';
import { childOf } from '../../syntax/tree.ts';
import { appendAttribute, insertion } from '../writing/insert-statement.ts';
import { removeStatement } from '../writing/remove.ts';
import type { Remedy } from './remedy.ts';

/** A rule for a table that no rule asks, and a table for the routes of a rule that finds none. */
export const writeRule: Remedy = {
  rules: ['unmatched-route', 'empty-table', 'bad-rule'],
  *offers({ rule, span, advice }, bench) {
    const node = bench.nodeAt(span);
    if (!node) return;
    if (rule === 'bad-rule') {
      const statement = bench.around(span, ['rule']);
      for (const all of ['0.0.0.0/0', '::/0'])
        if (statement)
          yield { title: `write \`from ${all}\``, edits: [insertion(statement.keyword.end, ` from ${all}`)] };
      return;
    }
    if (rule === 'empty-table') {
      const table = node.rules.find(({ origin }) => origin.start === span.start)?.table;
      for (const { hops } of node.routes.slice(0, 4)) {
        const statement = hops[0] && bench.around(hops[0].origin, ['route', 'gw']);
        if (statement && !childOf(statement, 'table'))
          yield {
            title: `write \`table ${table}\` behind \`${bench.slice(statement.span)}\``,
            edits: [insertion(statement.span.end, ` table ${table}`)],
          };
      }
      return;
    }
    const device = bench.sendingAt(span)?.hop.device;
    const drawing = device && bench.drawingOf(device);
    if (drawing)
      for (const text of advice?.write ?? [])
        yield {
          title: `write \`${text}\` in ${nodeName(node)}`,
          edits: [appendAttribute(bench.text, drawing, text)],
        };
    const route = bench.around(span, ['route', 'gw']);
    const table = route && childOf(route, 'table');
    if (table)
      yield {
        title: `remove \`${bench.slice(table.span)}\``,
        edits: [removeStatement(bench.text, table.span)],
      };
  },
};
