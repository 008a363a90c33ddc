import type { Analysis } from '../../compile.ts';
import { edited } from '../../diagnostic/apply-fixes.ts';
import { SourceText } from '../../text/source-text.ts';
import { removeStatement } from '../writing/remove.ts';
import type { Remedy } from './remedy.ts';

/** Each is tried. */
const most = 4;

/** Leaving out one of several ways, where the others lead there. */
export const removeWay: Remedy = {
  rules: ['unmet-expectation'],
  cautious: true,
  *offers({ span }, bench) {
    const route = bench.around(span, ['route', 'gw']);
    const ways = route?.children.filter(({ word }) => word.keyword === 'nexthop') ?? [];
    if (ways.length < 2) return;
    const unmet = unmetIn(bench.analysis);
    for (const way of ways.slice(0, most)) {
      const edits = [removeStatement(bench.text, way.span)];
      const without = bench.again(new SourceText(bench.analysis.source.name, edited(bench.text, edits)));
      // without the way that leads there another one is to blame
      if (unmetIn(without) < unmet) yield { title: `remove \`${bench.slice(way.span)}\``, edits };
    }
  },
};

function unmetIn({ diagnostics }: Analysis): number {
  return diagnostics.filter(({ rule }) => rule === 'unmet-expectation').length;
}
