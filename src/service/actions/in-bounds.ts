import { removeStatement } from '../writing/remove.ts';
import { valueAt } from '../writing/statement-at.ts';
import type { Remedy } from './remedy.ts';

/** A number within its bounds: what its digits say, or the nearest bound; for the MTU of a device IPv6 sets the bound. */
export const inBounds: Remedy = {
  rules: ['bad-number', 'small-mtu'],
  one: true,
  *offers({ rule, span, message }, bench) {
    const value = valueAt(bench.tree, span);
    if (!value) return;
    const [from, to] =
      rule === 'small-mtu'
        ? [1280, 65535]
        : (/from (\d+) to (\d+)/.exec(message)?.slice(1).map(Number) ?? []);
    if (from === undefined || to === undefined) return;
    const digits = Number.parseInt(value.name.text, 10);
    const right = Number.isNaN(digits) ? from : Math.min(Math.max(digits, from), to);
    yield { title: `write \`${right}\``, edits: [{ span: value.name.span, text: String(right) }] };
    yield {
      title: `remove \`${bench.slice(value.statement.span)}\``,
      edits: [removeStatement(bench.text, value.statement.span)],
    };
  },
};
