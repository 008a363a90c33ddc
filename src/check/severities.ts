import type { Severity } from '../diagnostic/diagnostic.ts';
import type { Circumstance } from './rule.ts';

/** What a call can say of a rule. */
export type Level = Severity | 'off';

/** Levels that the caller sets, by the name of the rule. */
export type Levels = ReadonlyMap<string, Level>;

interface Entry {
  readonly severity: Severity;
  /** What lowers it, and to what. */
  readonly lowered?: Partial<Record<Circumstance, 'warning'>>;
  /** It is silent until a call sets its level. */
  readonly onRequest?: true;
}

const error: Entry = { severity: 'error' };
const warning: Entry = { severity: 'warning' };

/**
 * How much each rule weighs. *Error*: the script would fail, or that part of the lab can never work. *Warning*: it
 * runs, and is likely not meant.
 */
export const severities: Readonly<Record<string, Entry>> = {
  // names
  'managed-name': warning,
  'unused-bridge': warning,
  'bare-end': warning,
  'double-reading': warning,
  // addresses
  'unusable-address': { severity: 'error', lowered: { 'linux-alone': 'warning' } },
  'broadcast-address': error,
  'network-address': warning,
  'missing-length': { severity: 'error', lowered: { unnumbered: 'warning' } },
  'address-on-port': error,
  'duplicate-address': { severity: 'error', lowered: { harmless: 'warning' } },
  'isolated-address': { severity: 'error', lowered: { 'unknown-members': 'warning' } },
  'different-lengths': warning,
  'overlapping-prefixes': { severity: 'error', lowered: { nested: 'warning' } },
  'docker-prefix': warning,
  // routing
  'own-next-hop': { severity: 'error', lowered: { answered: 'warning', 'unknown-members': 'warning' } },
  'next-hop-not-on-link': error,
  'bad-next-hop': error,
  'unheld-next-hop': { severity: 'error', lowered: { 'unknown-members': 'warning' } },
  'source-not-local': { severity: 'error', lowered: { root: 'warning' } },
  'two-defaults': error,
  'duplicate-route': error,
  'duplicate-neighbour': error,
  'unmatched-route': warning,
  'duplicate-rule': error,
  'empty-table': warning,
  // forwarding and NAT
  'no-forward': { severity: 'error', lowered: { 'nothing-beyond': 'warning' } },
  'no-way-back': { severity: 'error', lowered: { root: 'warning', unasked: 'warning' } },
  'idle-forward': warning,
  'nat-without-forward': error,
  'unmatched-nat': { severity: 'error', lowered: { 'unknown-members': 'warning' } },
  // the wire
  'small-mtu': error,
  'different-mtus': warning,
  'duplicate-mac': { severity: 'error', lowered: { harmless: 'warning' } },
  'too-many-ports': error,
  'bridge-loop': error,
  // expectations
  'nothing-to-expect': error,
  'contradicting-expectations': error,
  'unmet-expectation': { severity: 'error', lowered: { 'some-ways': 'warning' } },
  'unknown-expectation': { severity: 'warning', onRequest: true },
  // comments to the linter
  'unused-ignore': warning,
};

/** The severity of a rule, given a circumstance that may lower it. */
export function severityOf(rule: string, given?: Circumstance): Severity {
  const entry = severities[rule];
  return (given && entry?.lowered?.[given]) ?? entry?.severity ?? 'error';
}

/** What a call says of a rule, or that it is silent because none does. */
export function levelOf(rule: string, levels: Levels): Level | undefined {
  return levels.get(rule) ?? (severities[rule]?.onRequest ? 'off' : undefined);
}

/** The levels of a script's making: an expectation that fails alone does not keep a lab from being tried. */
export function levelsForScripts(levels: Levels): Levels {
  return new Map([['unmet-expectation', 'warning'], ...levels]);
}
