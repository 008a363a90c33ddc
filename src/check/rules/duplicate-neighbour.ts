import type { Rule } from '../rule.ts';

export const duplicateNeighbour: Rule = {
  name: 'duplicate-neighbour',
  summary: 'a device has two entries for one neighbour',
  *check({ nodes }) {
    for (const { neighbours } of nodes) {
      const first = new Map<string, (typeof neighbours)[number]>();
      for (const neighbour of neighbours) {
        const { address, device, origin } = neighbour;
        const key = `${device.name} ${address.text}`;
        const known = first.get(key);
        if (!known) first.set(key, neighbour);
        else
          yield {
            span: origin,
            message: `${address.text} has an entry on \`${device.name}\` already.`,
            related: [{ span: known.origin, message: 'the first' }],
          };
      }
    }
  },
};
