import { ask } from '../../forwarding/ask.ts';
import { traces } from '../../forwarding/trace.ts';
import { nodeName } from '../../model/lab.ts';
import { childOf } from '../../syntax/tree.ts';
import { removeStatement } from '../writing/remove.ts';
import { isSame } from './bench.ts';
import type { Remedy } from './remedy.ts';

/** The expectation as the lab is: `reaches` for `cannot reach`, the way that is taken, or none. */
export const expectOtherwise: Remedy = {
  cautious: true,
  rules: ['unmet-expectation', 'bad-expectation'],
  *offers({ span }, bench) {
    const statement = bench.around(span, ['expect']);
    const expectation = bench.lab.expectations.find(({ origin }) => isSame(origin, span));
    if (!statement) return;
    const cannot = childOf(statement, 'cannot');
    const target = cannot?.values.get('to')?.[0] ?? (cannot && [...cannot.values.values()].flat().at(-1));
    if (cannot && target)
      yield {
        title: `write \`reaches ${target.text}\``,
        edits: [{ span: cannot.span, text: `reaches ${target.text}` }],
      };
    const via = childOf(statement, 'via');
    const [from, to] = [expectation?.from[0], expectation?.to[0]];
    if (!via || !from || !to) return;
    const [echo] = ask(bench.network, from, to).echoes;
    const [way] = echo ? traces(bench.network, from, echo.address) : [];
    const nodes = way?.hops.slice(1).map(({ node }) => nodeName(node)) ?? [];
    if (nodes.length > 0) {
      const text = `via ${nodes.join(', ')}`;
      yield { title: `write \`${text}\``, edits: [{ span: via.span, text }] };
    }
    yield { title: `remove \`${bench.slice(via.span)}\``, edits: [removeStatement(bench.text, via.span)] };
  },
};
