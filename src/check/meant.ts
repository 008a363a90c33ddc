import type { Expectation, Lab, Node } from '../model/lab.ts';

interface Pairs {
  readonly from: ReadonlySet<Node>;
  readonly to: ReadonlySet<Node | undefined>;
}

const cache = new WeakMap<Lab, Readonly<Record<Expectation['kind'], readonly Pairs[]>>>();

/** Whether the lab says itself that one node cannot reach another, in either direction: then that is no mistake. */
export function isMeantNotTo(lab: Lab, a: Node, b: Node): boolean {
  return isSaid(pairsOf(lab).cannot, a, b);
}

/** Whether the lab expects that one node reaches another, in either direction. */
export function isAsked(lab: Lab, a: Node, b: Node): boolean {
  return isSaid(pairsOf(lab).reaches, a, b);
}

function isSaid(pairs: readonly Pairs[], a: Node, b: Node): boolean {
  return pairs.some(({ from, to }) => (from.has(a) && to.has(b)) || (from.has(b) && to.has(a)));
}

function pairsOf(lab: Lab): Readonly<Record<Expectation['kind'], readonly Pairs[]>> {
  const known = cache.get(lab);
  if (known) return known;
  const of = (wanted: Expectation['kind']): readonly Pairs[] =>
    lab.expectations
      .filter(({ kind }) => kind === wanted)
      .map(({ from, to }) => ({ from: new Set(from), to: new Set(to.map(({ node }) => node)) }));
  const pairs = { cannot: of('cannot'), reaches: of('reaches') };
  cache.set(lab, pairs);
  return pairs;
}
