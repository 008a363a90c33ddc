import type { Family } from '../../model/address.ts';
import { type Node, nodeName } from '../../model/lab.ts';
import { appendAttribute } from '../writing/insert-statement.ts';
import { asWritten } from '../writing/short-form.ts';
import { type Bench, isSame } from './bench.ts';
import type { Remedy } from './remedy.ts';
import { type Router, routersOf } from './routers.ts';

const families = ['inet', 'inet6'] as const;

/** A gateway for each of those that an expectation is about and that have none: there and back. */
export const addGateways: Remedy = {
  rules: ['unmet-expectation'],
  *offers({ related = [] }, bench) {
    const ends = bench.lab.expectations
      .filter(({ origin }) => related.some(({ span }) => isSame(span, origin)))
      .flatMap(({ from, to }) => [...from, ...to.flatMap(({ node }) => node ?? [])]);
    const given = [...new Set(ends)].flatMap((node) => {
      const routers = families.flatMap((family) => gatewayOf(node, family, bench) ?? []);
      const [device] = routers.map((one) => one.device);
      const statement = device && bench.drawingOf(device);
      if (!statement) return [];
      const here = routers.filter((one) => one.device === device);
      const list = here.map(({ via }) => asWritten(bench.tree, via, device, statement.span.end)).join(', ');
      return [{ node, edit: appendAttribute(bench.text, statement, `gw ${list}`) }];
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

/** A router for a family that a node has no default route of, where one on its links forwards. */
function gatewayOf(node: Node, family: Family, bench: Bench): Router | undefined {
  if (node.routes.some((route) => route.family === family && route.prefix.length === 0)) return undefined;
  return routersOf(node, family, bench).find((one) => one.node.forward[family]);
}
