import { type Address, contains, type Family } from '../model/address.ts';
import type { Device, Node, PolicyRule } from '../model/lab.ts';
import { mainTable } from '../model/routing-place.ts';

/** rt_tables: what the kernel derives from addresses, and what it asks last. */
export const localTable = 255;
const defaultTable = 253;

/** What of a packet bears on its way. */
export interface Flow {
  readonly to: Address;
  /** Undefined where the kernel has yet to choose it. */
  readonly source: Address | undefined;
  /** Where it came in; undefined where the node sends it itself. */
  readonly iif: Device | undefined;
  /** Where it is asked to leave. */
  readonly oif: Device | undefined;
  /** Of IPv6: it leaves there or not at all. */
  readonly isStrict: boolean;
  /** Of IPv6: those whose next hop is known not to answer. */
  readonly dead?: readonly object[] | undefined;
}

/** A rule of the routing policy database (ip-rule(8)). */
export interface Rule {
  readonly action: PolicyRule['action'];
  readonly table: number;
  /** Entries that are no longer than this do not count. */
  readonly suppressed: number;
  matches(flow: Flow): boolean;
}

const always = (table: number): Rule => ({ action: 'lookup', table, suppressed: -1, matches: () => true });

/** fib_default_rules_init: IPv6 has no default table. */
const first = always(localTable);
const last: Readonly<Record<Family, readonly { readonly priority: number; readonly rule: Rule }[]>> = {
  inet: [
    { priority: 32_766, rule: always(mainTable) },
    { priority: 32_767, rule: always(defaultTable) },
  ],
  inet6: [{ priority: 32_766, rule: always(mainTable) }],
};
const plain = { inet: rulesWith([], 'inet'), inet6: rulesWith([], 'inet6') };
const cache = new WeakMap<readonly PolicyRule[], Record<Family, readonly Rule[]>>();

/** The rules of a node in the order in which they are asked. */
export function rulesOf(node: Node, family: Family): readonly Rule[] {
  if (node.rules.length === 0) return plain[family];
  const known = cache.get(node.rules) ?? {
    inet: rulesWith(node.rules, 'inet'),
    inet6: rulesWith(node.rules, 'inet6'),
  };
  cache.set(node.rules, known);
  return known[family];
}

/** A written rule stands behind those with its priority that are there (fib_nl_newrule). */
function rulesWith(written: readonly PolicyRule[], family: Family): readonly Rule[] {
  const own = written
    .filter((one) => one.family === family)
    .map((one) => ({ priority: one.priority, rule: ruleOf(one) }));
  return [
    first,
    ...[...last[family], ...own].toSorted((a, b) => a.priority - b.priority).map(({ rule }) => rule),
  ];
}

function ruleOf(rule: PolicyRule): Rule {
  return {
    action: rule.action,
    table: rule.table,
    suppressed: rule.suppressPrefixLength ?? -1,
    matches: (flow) => selects(rule, flow) !== rule.not,
  };
}

/** fib_rule_match: a packet without a source matches no prefix, and what the node sends itself comes in at `lo`. */
function selects({ from, to, iif, oif }: PolicyRule, flow: Flow): boolean {
  if (iif && (iif.kind === 'lo' ? flow.iif !== undefined && flow.iif !== iif : flow.iif !== iif))
    return false;
  if (oif && flow.oif !== oif) return false;
  if (to && !contains(to, flow.to)) return false;
  return !from || (flow.source !== undefined && contains(from, flow.source));
}
