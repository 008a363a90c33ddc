import { isSame } from './bench.ts';
import type { Remedy } from './remedy.ts';

/** More are no choice. */
const most = 3;

/** An address that the node has, for a `src` that it has not; those of the outgoing device first. */
export const chooseSource: Remedy = {
  rules: ['source-not-local'],
  *offers({ span }, bench) {
    for (const { routes, devices } of bench.nodes) {
      const route = routes.find(({ srcOrigin }) => srcOrigin && isSame(srcOrigin, span));
      if (!route) continue;
      const own = [...route.hops.map(({ device }) => device), ...devices].flatMap(
        ({ addresses }) => addresses,
      );
      const texts = own.flatMap(({ address }) => (address.family === route.family ? [address.text] : []));
      for (const text of [...new Set(texts)].slice(0, most))
        yield { title: `write \`${text}\``, edits: [{ span, text }] };
    }
  },
};
