import type { Span } from '../../text/span.ts';
import { valueAt } from '../writing/statement-at.ts';
import type { Bench } from './bench.ts';
import { isSame } from './bench.ts';
import type { Offer, Remedy } from './remedy.ts';

/** As many values in one range as in the other. */
export const sameLength: Remedy = {
  rules: ['range-lengths'],
  *offers({ span, related = [] }, bench) {
    for (const other of related) {
      yield* likewise(span, other.span, bench);
      yield* likewise(other.span, span, bench);
    }
  },
};

const range = /\{(-?\d+)\.\.(-?\d+)\}/;

function* likewise(span: Span, model: Span, bench: Bench): Generator<Offer> {
  const now = bench.slice(span);
  const [own, right] = [range.exec(now), range.exec(bench.slice(model))].map((match) =>
    match?.slice(1).map(Number),
  );
  const [from] = own ?? [];
  const [first, last] = right ?? [];
  if (from === undefined || first === undefined || last === undefined || isSame(span, model)) return;
  const text = `{${from}..${from + last - first}}`;
  const value = valueAt(bench.tree, span)?.name;
  yield {
    title: `write \`${text}\``,
    edits: [{ span: value?.span ?? span, text: (value?.text ?? now).replace(range, text) }],
  };
}
