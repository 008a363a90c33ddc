import { childOf, type Statement, valueOf } from '../syntax/tree.ts';
import type { Span } from '../text/span.ts';
import { type Family, type Prefix, prefixOf, widthOf } from './address.ts';
import type { Findings } from './findings.ts';
import type { Node, PolicyRule } from './lab.ts';
import { explicitDevice, mainTable, numberOf, type Place, readTable } from './routing-place.ts';
import { hopAddress, isShort, routePrefix } from './values.ts';

/** fib_default_rules_init: behind the table `local` with 0, which is always the first, comes `main`. */
const secondPriority = 32766;

/** Words of ip-rule(8) for every packet. */
const everything: readonly string[] = ['all', 'any', 'default'];

const actions: readonly string[] = ['lookup', 'table', 'blackhole', 'unreachable', 'prohibit'];

/** A rule as its statement says it: of one family or both, and perhaps without a priority. */
interface Said {
  readonly families: readonly Family[];
  readonly priority: number | undefined;
  readonly rest: Omit<PolicyRule, 'family' | 'priority'>;
}

/** Reads the `rule` statements of a node, and gives those without a priority the one that the kernel would. */
export function addRules(node: Node, places: readonly Place[], findings: Findings): void {
  const second: Record<Family, number> = { inet: secondPriority, inet6: secondPriority };
  for (const place of places) {
    const { statement } = place;
    if (statement.word.keyword !== 'rule') continue;
    const before = findings.diagnostics.length;
    // what could not be read of it has been said
    const said = readRule(place, statement.damaged ? findings.quiet() : findings);
    if (statement.damaged || findings.diagnostics.length > before) node.damaged = true;
    else if (said)
      for (const family of said.families) {
        // fib_default_rule_pref: one less than the second rule has
        const priority = said.priority ?? Math.max(second[family] - 1, 0);
        second[family] = Math.min(second[family], priority);
        node.rules.push({ family, priority, ...said.rest });
      }
  }
}

function readRule(place: Place, findings: Findings): Said | undefined {
  const { node, statement } = place;
  const from = readSelector(place, 'from', findings);
  const to = readSelector(place, 'to', findings);
  const iif = explicitDevice(place, statement, findings, 'iif');
  const oif = explicitDevice(place, statement, findings, 'oif');
  const action = readAction(statement, findings);
  const priority = readPriority(statement, findings);
  if (from && to && from.prefix.family !== to.prefix.family) {
    findings.error('mixed-families', to.origin, 'The rule is from one family of addresses to the other.', {
      related: [{ span: from.origin, message: 'the one family' }],
    });
    return undefined;
  }
  const own = node.devices.flatMap(({ addresses }) => addresses.map(({ address }) => address.family));
  const said = (from ?? to)?.prefix.family;
  const families = said ? [said] : [...new Set(own)].sort();
  if (families.length === 0 && !node.unsure)
    findings.error(
      'bad-rule',
      statement.keyword,
      'The rule names no prefix, and the node has no addresses: it is for no family.',
      { help: 'write `from 0.0.0.0/0` for IPv4, `from ::/0` for IPv6' },
    );
  const suppress = childOf(statement, 'suppress_prefixlength');
  if (suppress && action && action.action !== 'lookup')
    findings.error(
      'bad-rule',
      suppress.keyword,
      'What is suppressed is what a table answers, and this rule asks none.',
      { help: 'write `lookup main`' },
    );
  const longest = families.includes('inet6') ? 128 : 32;
  const suppressPrefixLength = numberOf(statement, 'suppress_prefixlength', 'length', 0, longest, findings);
  if (!action) return undefined;
  return {
    families,
    priority,
    rest: {
      not: childOf(statement, 'not') !== undefined,
      from: narrowed(from),
      to: narrowed(to),
      iif,
      oif,
      ...action,
      suppressPrefixLength,
      origin: statement.keyword,
    },
  };
}

interface Selector {
  readonly prefix: Prefix;
  readonly origin: Span;
}

/** The prefix behind `from` or `to`; undefined where it is every packet's, of either family. */
function readSelector(
  { node, at, statement }: Place,
  keyword: string,
  findings: Findings,
): Selector | undefined {
  const child = childOf(statement, keyword);
  const name = child && valueOf(child, 'prefix');
  if (!name || everything.includes(name.text)) return undefined;
  const address = isShort(name.text) ? hopAddress(name, node, at, findings) : undefined;
  const prefix = isShort(name.text)
    ? address && prefixOf(address, widthOf(address.family))
    : routePrefix(name, 'inet', findings);
  return prefix && { prefix, origin: name.span };
}

/** `from ::/0` says nothing but the family. */
function narrowed(selector: Selector | undefined): Prefix | undefined {
  return selector && selector.prefix.length > 0 ? selector.prefix : undefined;
}

function readAction(
  statement: Statement,
  findings: Findings,
): Pick<PolicyRule, 'action' | 'table'> | undefined {
  const [first, second] = statement.children.filter(({ word }) => actions.includes(word.keyword));
  // that there is none is said
  if (!first) return undefined;
  if (second) {
    findings.error('bad-rule', second.keyword, 'A rule does one thing with its packets.', {
      related: [{ span: first.keyword, message: 'what it does' }],
    });
    return undefined;
  }
  if (!['lookup', 'table'].includes(first.word.keyword))
    return { action: first.word.keyword as PolicyRule['action'], table: mainTable };
  const name = valueOf(first, 'table');
  const table = name && readTable(name, findings);
  return table === undefined ? undefined : { action: 'lookup', table };
}

function readPriority(statement: Statement, findings: Findings): number | undefined {
  const [priority, pref] = [childOf(statement, 'priority'), childOf(statement, 'pref')];
  if (priority && pref)
    findings.error('bad-rule', pref.keyword, '`pref` is the same as `priority`.', {
      related: [{ span: priority.keyword, message: 'the priority' }],
    });
  return numberOf(statement, priority ? 'priority' : 'pref', 'number', 0, 4294967295, findings);
}
