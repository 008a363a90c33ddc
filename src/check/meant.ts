import type { Lab, Node } from '../model/lab.ts';

interface Pairs {
  readonly from: ReadonlySet<Node>;
  readonly to: ReadonlySet<Node | undefined>;
}

const cache = new WeakMap<Lab, readonly Pairs[]>();

/** Whether the lab says itself that one node cannot reach another, in either direction: then that is no mistake. */
export function isMeantNotTo(lab: Lab, a: Node, b: Node): boolean {
  const pairs = cache.get(lab) ?? pairsOf(lab);
  cache.set(lab, pairs);
  return pairs.some(({ from, to }) => (from.has(a) && to.has(b)) || (from.has(b) && to.has(a)));
}

function pairsOf({ expectations }: Lab): readonly Pairs[] {
  return expectations
    .filter(({ kind }) => kind === 'cannot')
    .map(({ from, to }) => ({ from: new Set(from), to: new Set(to.map(({ node }) => node)) }));
}
