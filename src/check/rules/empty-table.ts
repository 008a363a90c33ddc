import { type Node, nodeName, type PolicyRule } from '../../model/lab.ts';
import { localTable, mainTable } from '../../model/routing-place.ts';
import type { Rule } from '../rule.ts';

/** Those that the kernel itself fills. */
const filled: readonly number[] = [mainTable, localTable];

export const emptyTable: Rule = {
  name: 'empty-table',
  summary: 'a rule looks packets up in a table that has no routes',
  *check({ nodes }) {
    for (const node of nodes) {
      // the machine may have filled the table, and what could not be read may be in it
      if (node.kind === 'root' || node.damaged) continue;
      const routed = new Set(node.routes.map(({ family, table }) => `${family} ${table}`));
      for (const [rule, families] of byStatement(node)) {
        const { table } = rule;
        if (filled.includes(table) || families.some((family) => routed.has(`${family} ${table}`))) continue;
        yield {
          span: rule.origin,
          message: `No route of ${nodeName(node)} is in table ${table}, so this rule changes nothing.`,
          help: `write \`table ${table}\` behind the routes that it is for`,
        };
      }
    }
  },
};

/** The rules that look a table up; one that is said for both families may have routes in either. */
function* byStatement({ rules }: Node): Generator<[PolicyRule, readonly PolicyRule['family'][]]> {
  for (const [index, rule] of rules.entries()) {
    if (rule.action !== 'lookup') continue;
    // both come from one statement, one behind the other
    const isSame = (other: PolicyRule | undefined): boolean =>
      other?.origin === rule.origin && other.family !== rule.family;
    if (isSame(rules[index - 1])) continue;
    const next = rules[index + 1];
    yield [rule, next && isSame(next) ? [rule.family, next.family] : [rule.family]];
  }
}
