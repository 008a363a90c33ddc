import type { Edit } from '../../diagnostic/diagnostic.ts';
import { childOf } from '../../syntax/tree.ts';
import { removeStatement } from '../writing/remove.ts';
import type { Remedy } from './remedy.ts';

/** Leaving out a cable that is drawn from both ends, or unplugging one of these. */
export const removeCable: Remedy = {
  rules: ['bridge-loop'],
  cautious: true,
  *offers({ span }, bench) {
    const device = bench.deviceAt(span);
    const ends = [device, device?.peer].flatMap((end) => {
      const drawing = end && bench.drawingOf(end);
      return end && drawing ? [{ end, drawing }] : [];
    });
    if (ends.length < 2) return;
    yield {
      title: `remove the cable from ${ends.map(({ end }) => `\`${end.name}\``).join(' to ')}`,
      edits: apart(ends.map(({ drawing }) => removeStatement(bench.text, drawing.span))),
    };
    for (const { end, drawing } of ends) {
      const master = childOf(drawing, 'master');
      if (!master) continue;
      const title = `remove \`${bench.slice(master.span)}\` from \`${end.name}\``;
      yield { title, edits: [removeStatement(bench.text, master.span)] };
    }
  },
};

/** Edits in order; the `;` between two statements is taken out once. */
function apart(edits: readonly Edit[]): readonly Edit[] {
  let end = 0;
  return edits
    .toSorted((a, b) => a.span.start - b.span.start)
    .map(({ span, text }) => {
      const start = Math.max(span.start, end);
      end = Math.max(span.end, start);
      return { span: { start, end }, text };
    });
}
