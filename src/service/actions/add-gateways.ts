import { nodeName } from '../../model/lab.ts';
import { appendAttribute } from '../writing/insert-statement.ts';
import { asWritten } from '../writing/short-form.ts';
import { isSame } from './bench.ts';
import type { Remedy } from './remedy.ts';
import { routersOf } from './routers.ts';

/** A gateway for each of those that an expectation is about and that have none: there and back. */
export const addGateways: Remedy = {
  rules: ['unmet-expectation'],
  *offers({ related = [] }, bench) {
    const ends = bench.lab.expectations
      .filter(({ origin }) => related.some(({ span }) => isSame(span, origin)))
      .flatMap(({ from, to }) => [...from, ...to.flatMap(({ node }) => node ?? [])]);
    const lacking = [...new Set(ends)].filter(
      ({ routes }) => !routes.some(({ prefix }) => prefix.length === 0),
    );
    const given = lacking.flatMap((node) => {
      const [router] = routersOf(node, 'inet', bench)
        .concat(routersOf(node, 'inet6', bench))
        .filter((one) => one.node.forwards.length > 0);
      const statement = router && bench.drawingOf(router.device);
      if (!router || !statement) return [];
      const gateway = asWritten(bench.tree, router.via, router.device, statement.span.end);
      return [{ node, edit: appendAttribute(bench.text, statement, `gw ${gateway}`) }];
    });
    // several copies of one statement are written once
    const edits = new Map(given.map(({ edit }) => [edit.span.start, edit]));
    const names = given
      .slice(0, 4)
      .map(({ node }) => nodeName(node))
      .join(', ');
    yield { title: `give a gateway to ${names}${given.length > 4 ? ', …' : ''}`, edits: [...edits.values()] };
  },
};
