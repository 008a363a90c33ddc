import { valueAt } from '../writing/statement-at.ts';
import type { Remedy } from './remedy.ts';

/** A number within its bounds: what its digits say, or the nearest bound. */
export const inBounds: Remedy = {
  rules: ['bad-number'],
  *offers({ span, message }, bench) {
    const value = valueAt(bench.tree, span);
    if (!value) return;
    const [from, to] = /from (\d+) to (\d+)/.exec(message)?.slice(1).map(Number) ?? [];
    if (from === undefined || to === undefined) return;
    const digits = Number.parseInt(value.name.text, 10);
    const right = Number.isNaN(digits) ? from : Math.min(Math.max(digits, from), to);
    yield { title: `write \`${right}\``, edits: [{ span: value.name.span, text: String(right) }] };
  },
};
