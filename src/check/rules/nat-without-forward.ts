import { nodeName } from '../../model/lab.ts';
import type { Rule } from '../rule.ts';
import { familyName } from '../words.ts';

export const natWithoutForward: Rule = {
  name: 'nat-without-forward',
  summary: '`nat` in a node that does not forward',
  *check({ nodes }) {
    for (const node of nodes) {
      const [first] = node.nats;
      if (!first || node.damaged) continue;
      if (node.forwards.length === 0) {
        yield {
          span: first.origin,
          message: `${nodeName(node)} does not forward, so nothing passes that could be masqueraded.`,
          help: `write \`forward\` in ${node.kind === 'root' ? 'the root namespace' : `\`ns ${node.name}\``}`,
        };
        continue;
      }
      if (!node.forward.inet && !node.forward.inet6) continue;
      for (const { prefix, prefixOrigin } of node.nats) {
        if (!prefix || !prefixOrigin || prefix.length === 0 || node.forward[prefix.family]) continue;
        yield {
          span: prefixOrigin,
          message: `${nodeName(node)} does not forward ${familyName(prefix.family)}, so nothing passes that could be masqueraded.`,
          help: `write \`forward ${prefix.family}\``,
        };
      }
    }
  },
};
