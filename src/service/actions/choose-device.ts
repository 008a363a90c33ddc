import type { Device } from '../../model/lab.ts';
import { childOf } from '../../syntax/tree.ts';
import { insertion } from '../writing/insert-statement.ts';
import { valueAt } from '../writing/statement-at.ts';
import type { Bench } from './bench.ts';
import type { Remedy } from './remedy.ts';

/** A device that can be meant where another is named, or none. */
export const chooseDevice: Remedy = {
  rules: ['bad-nat', 'bad-route', 'bare-end', 'not-a-bridge', 'not-a-cable-end', 'unmatched-nat'],
  *offers({ rule, span }, bench) {
    const node = bench.nodeAt(span);
    if (!node) return;
    const statement = bench.around(span, ['nat', 'route', 'gw', 'nexthop']);
    const arrow = statement && childOf(statement, '->');
    const value = arrow ? [...arrow.values.values()].flat()[0] : valueAt(bench.tree, span)?.name;
    for (const text of candidates(rule, node.devices, bench)) {
      if (statement && !arrow) {
        const word = statement.word.keyword === 'nat' ? '->' : 'dev';
        yield {
          title: `write \`${word} ${text}\``,
          edits: [insertion(statement.span.end, ` ${word} ${text}`)],
        };
      } else if (value) {
        // `root:enp0s3` names the node, too
        const right = value.text.replace(/[^:]*$/, text);
        yield { title: `write \`${right}\``, edits: [{ span: value.span, text: right }] };
      }
    }
  },
};

function candidates(rule: string, own: readonly Device[], { nodes }: Bench): readonly string[] {
  const isEnd = ['bare-end', 'not-a-bridge', 'not-a-cable-end'].includes(rule);
  const roots = isEnd ? nodes.filter(({ kind }) => kind === 'root').flatMap(({ devices }) => devices) : [];
  const fit = [...own, ...roots].filter(({ kind, written }) =>
    isEnd ? kind === 'bridge' : kind !== 'lo' && written === 'written',
  );
  return [...new Set(fit.map(({ name }) => name))].slice(0, 4);
}
