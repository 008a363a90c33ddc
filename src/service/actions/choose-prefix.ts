import { isSame } from './bench.ts';
import type { Remedy } from './remedy.ts';

/** The prefix of another link of the node, for a `nat` that nobody’s packets match. */
export const choosePrefix: Remedy = {
  rules: ['unmatched-nat'],
  *offers({ span }, bench) {
    for (const { nats, devices } of bench.nodes) {
      const nat = nats.find(({ prefixOrigin }) => prefixOrigin && isSame(prefixOrigin, span));
      if (!nat) continue;
      const inside = devices.filter((device) => device !== nat.device && device.kind !== 'lo');
      const prefixes = inside.flatMap(({ addresses }) => addresses.map(({ prefix }) => prefix.text));
      for (const text of new Set(prefixes)) yield { title: `write \`${text}\``, edits: [{ span, text }] };
    }
  },
};
