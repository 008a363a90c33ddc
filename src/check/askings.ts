import { ask } from '../forwarding/ask.ts';
import type { Network } from '../forwarding/network.ts';
import { Reachability } from '../forwarding/reachability.ts';
import type { Expectation, Node, Target } from '../model/lab.ts';

/** A node and a target of an expectation, in the place of all pairs that are alike. */
export interface Asking {
  readonly expectation: Expectation;
  readonly from: Node;
  readonly to: Target;
  readonly pairs: number;
}

const cache = new WeakMap<Network, Reachability>();

/** All that an expectation asks for; where it says `all`, each kind of pair once. */
export function* askingsOf(expectation: Expectation, network: Network): Generator<Asking> {
  const { from, to, several } = expectation;
  if (!several) {
    for (const sender of from)
      for (const target of to) yield { expectation, from: sender, to: target, pairs: 1 };
    return;
  }
  const targets = isWhole(expectation) ? kindsOf(to, network, ({ node }) => node) : to.map((one) => [one]);
  for (const senders of kindsOf(from, network, (node) => node))
    for (const alike of targets) {
      const asking = askingOf(expectation, senders, alike);
      if (asking) yield asking;
    }
}

/** As `ask` says it; null where the two have no family in common. */
export function reaches({ expectation, from, to }: Asking, network: Network): boolean | undefined | null {
  if (isWhole(expectation) && to.node) return reachabilityOf(network).reaches(from, to.node);
  const asked = ask(network, from, to);
  return asked.echoes.length === 0 ? null : asked.reaches;
}

/** `all` are its targets, each with every address that counts. */
function isWhole({ several, to }: Expectation): boolean {
  return several && to.length > 1;
}

function askingOf(
  expectation: Expectation,
  senders: readonly Node[],
  targets: readonly Target[],
): Asking | undefined {
  const [to] = targets;
  if (!to) return undefined;
  const from = senders.find((node) => node !== to.node);
  const own = new Set(senders);
  const same = targets.filter(({ node }) => node && own.has(node)).length;
  return from && { expectation, from, to, pairs: senders.length * targets.length - same };
}

function kindsOf<T>(
  all: readonly T[],
  network: Network,
  nodeOf: (one: T) => Node | undefined,
): readonly (readonly T[])[] {
  const kinds = new Map<unknown, T[]>();
  const { groupOf } = reachabilityOf(network);
  for (const one of all) {
    const node = nodeOf(one);
    const kind = (node && groupOf.get(node)) ?? one;
    const known = kinds.get(kind);
    if (known) known.push(one);
    else kinds.set(kind, [one]);
  }
  return [...kinds.values()];
}

function reachabilityOf(network: Network): Reachability {
  const known = cache.get(network) ?? new Reachability(network);
  cache.set(network, known);
  return known;
}
