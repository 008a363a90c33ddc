import { nodeName } from '../../model/lab.ts';
import type { Rule } from '../rule.ts';

/** The kernel says "Invalid prefsrc address" (fib_valid_prefsrc). */
export const sourceNotLocal: Rule = {
  name: 'source-not-local',
  summary: '`src` is no address of the node',
  *check({ nodes, network }) {
    for (const node of nodes) {
      if (node.unsure) continue;
      for (const { src, srcOrigin } of node.routes) {
        if (!src || !srcOrigin || network.fibOf(node).isLocal(src)) continue;
        yield {
          span: srcOrigin,
          message: `${src.text} is no address of ${nodeName(node)}, so nothing can be sent from it.`,
          // the machine may have it on a device that the lab does not describe; but not what another node has
          ...(node.kind === 'root' && network.segments.everywhere(src).length === 0 ? { given: 'root' } : {}),
        };
      }
    }
  },
};
