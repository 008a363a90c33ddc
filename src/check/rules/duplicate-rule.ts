import { nodeName, type PolicyRule } from '../../model/lab.ts';
import type { Span } from '../../text/span.ts';
import type { Rule } from '../rule.ts';

export const duplicateRule: Rule = {
  name: 'duplicate-rule',
  summary: 'the kernel takes a rule for one that is there already',
  *check({ nodes }) {
    for (const node of nodes) {
      const first = new Map<string, Span>();
      for (const rule of node.rules) {
        const [from, to] = [rule.from?.text ?? 'all', rule.to?.text ?? 'all'];
        const known = first.get(keyOf(rule, from, to));
        if (known)
          yield {
            span: rule.origin,
            message: `The kernel takes this for the rule with priority ${rule.priority} that ${nodeName(node)} has already.`,
            help: 'remove one, or write another `priority`',
            related: [{ span: known, message: 'the first' }],
          };
        // rule_exists asks of the one that is there only what the new one says
        for (const one of [from, 'all']) {
          for (const other of [to, 'all']) {
            const key = keyOf(rule, one, other);
            if (!first.has(key)) first.set(key, rule.origin);
          }
        }
      }
    }
  },
};

/** All that makes a rule another one; `not` does not. */
function keyOf(rule: PolicyRule, from: string, to: string): string {
  const { family, priority, iif, oif, action, table, suppressPrefixLength } = rule;
  return [family, priority, from, to, iif?.name, oif?.name, action, table, suppressPrefixLength].join(' ');
}
