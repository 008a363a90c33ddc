import type { Node } from '../../model/lab.ts';
import { insertBefore, insertInside } from '../writing/insert-statement.ts';
import type { Bench } from './bench.ts';
import { isSame } from './bench.ts';
import type { Offer, Remedy } from './remedy.ts';

/** `forward` in a node that is used as a router. */
export const addForward: Remedy = {
  rules: ['no-forward', 'nat-without-forward', 'unmet-expectation'],
  *offers({ span }, bench) {
    const node =
      bench.nodes.find(({ nats }) =>
        nats.some(
          ({ origin, prefixOrigin }) => isSame(origin, span) || (prefixOrigin && isSame(prefixOrigin, span)),
        ),
      ) ??
      bench.nodes.find(({ forwards }) => forwards.some((one) => isSame(one, span))) ??
      bench.nodeAt(span);
    if (node) yield* forwardIn(node, bench);
  },
};

function* forwardIn(node: Node, bench: Bench): Generator<Offer> {
  const where = node.kind === 'ns' ? `ns ${node.name}` : 'the root namespace';
  const [half] = node.forwards;
  const said = half && bench.around(half, ['forward']);
  if (said) {
    yield { title: `forward both families in ${where}`, edits: [{ span: said.span, text: 'forward' }] };
    return;
  }
  const title = `add \`forward\` to ${where}`;
  const scope = bench.scopeOf(node);
  if (node.kind === 'ns') {
    if (scope) yield { title, edits: [insertInside(bench.text, scope, 'forward')] };
    return;
  }
  // behind the name of the lab and what is there already
  const first = (scope?.children ?? bench.tree.statements).find(
    ({ word }) => !['lab', 'uplink'].includes(word.keyword),
  );
  if (first) yield { title, edits: [insertBefore(bench.text, first, 'forward')] };
}
