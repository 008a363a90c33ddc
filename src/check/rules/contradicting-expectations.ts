import type { Address } from '../../model/address.ts';
import { commonAddresses } from '../../model/expectations.ts';
import { type Expectation, type Node, nodeName, type Target } from '../../model/lab.ts';
import type { Finding, Rule } from '../rule.ts';

export const contradictingExpectations: Rule = {
  name: 'contradicting-expectations',
  summary: 'one expectation says that a node reaches what another says that it cannot reach',
  *check({ lab }) {
    const reaches = new Asked(lab.expectations.filter(({ kind }) => kind === 'reaches'));
    for (const expectation of lab.expectations) {
      if (expectation.kind !== 'cannot') continue;
      const finding = contradicted(expectation, reaches);
      if (finding) yield finding;
    }
  },
};

/** What a lab expects to be reached, found by who sends. */
class Asked {
  readonly #byNode = new Map<Node, Expectation[]>();
  /** Those of `all`, which are few. */
  readonly #wide: { readonly expectation: Expectation; readonly from: ReadonlySet<Node> }[] = [];

  constructor(expectations: readonly Expectation[]) {
    for (const expectation of expectations) {
      const [only, ...others] = expectation.from;
      if (!only) continue;
      if (others.length > 0) this.#wide.push({ expectation, from: new Set(expectation.from) });
      else this.#byNode.set(only, [...(this.#byNode.get(only) ?? []), expectation]);
    }
  }

  of(node: Node): readonly Expectation[] {
    const wide = this.#wide.filter(({ from }) => from.has(node)).map(({ expectation }) => expectation);
    return [...(this.#byNode.get(node) ?? []), ...wide];
  }
}

function contradicted(expectation: Expectation, reaches: Asked): Finding | undefined {
  for (const from of expectation.from)
    for (const other of reaches.of(from)) {
      const target = sharedTarget(from, expectation, other);
      if (!target) continue;
      return {
        span: expectation.origin,
        message: `${nodeName(from)} cannot both reach ${target.text} and not reach it.`,
        help: 'remove one of the two expectations',
        related: [{ span: other.origin, message: 'the other' }],
      };
    }
  return undefined;
}

/** What both are about. */
function sharedTarget(from: Node, one: Expectation, other: Expectation): Target | undefined {
  const counts = ({ several }: Expectation, target: Target, text: string): boolean =>
    !(several && target.node === from) && textsOf(from, target).includes(text);
  const asked = targetsOf(other);
  return one.to.find((target) =>
    textsOf(from, target).some((text) => {
      const same = asked.get(text);
      return same && counts(one, target, text) && counts(other, same, text);
    }),
  );
}

const targets = new WeakMap<Expectation, ReadonlyMap<string, Target>>();

/** The targets of an expectation by their addresses. */
function targetsOf(expectation: Expectation): ReadonlyMap<string, Target> {
  const known =
    targets.get(expectation) ??
    new Map(
      expectation.to.flatMap((target) =>
        target.addresses.map(({ text }): [string, Target] => [text, target]),
      ),
    );
  targets.set(expectation, known);
  return known;
}

function textsOf(from: Node, target: Target): readonly string[] {
  const addresses: readonly Address[] = target.node ? commonAddresses(from, target) : target.addresses;
  return addresses.map(({ text }) => text);
}
