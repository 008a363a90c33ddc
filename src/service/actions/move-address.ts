import { appendAttribute } from '../writing/insert-statement.ts';
import { removeValue } from '../writing/remove.ts';
import { valueAt } from '../writing/statement-at.ts';
import type { Remedy } from './remedy.ts';

/** The address of a bridge port, at the bridge. */
export const moveAddress: Remedy = {
  rules: ['address-on-port'],
  *offers({ span }, bench) {
    const value = valueAt(bench.tree, span);
    const bridge = bench.heldAt(span)?.device.master;
    const statement = bridge && bench.drawingOf(bridge);
    if (!value || !statement) return;
    const edits = [
      removeValue(bench.text, value),
      appendAttribute(bench.text, statement, `ip ${value.name.text}`),
    ];
    yield { title: `give ${value.name.text} to \`${bridge.name}\``, edits };
  },
};
