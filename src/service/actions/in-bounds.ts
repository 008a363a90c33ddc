import { valueAt } from '../writing/statement-at.ts';
import type { Remedy } from './remedy.ts';

/** A number within its bounds: what its digits say, or the nearest bound. */
export const inBounds: Remedy = {
  rules: ['bad-number'],
  *offers({ span, advice }, bench) {
    const value = valueAt(bench.tree, span);
    if (!value) return;
    if (!advice?.bounds) return;
    const [from, to] = advice.bounds;
    const digits = Number.parseInt(value.name.text, 10);
    const right = Number.isNaN(digits) ? from : Math.min(Math.max(digits, from), to);
    yield { title: `write \`${right}\``, edits: [{ span: value.name.span, text: String(right) }] };
  },
};
