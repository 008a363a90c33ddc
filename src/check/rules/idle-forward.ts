import { nodeName } from '../../model/lab.ts';
import type { Rule } from '../rule.ts';

export const idleForward: Rule = {
  name: 'idle-forward',
  summary: '`forward` in a node that has neither an address nor a route',
  *check({ nodes }) {
    for (const node of nodes) {
      const [span] = node.forwards;
      if (!span || node.damaged || node.devices.some(({ addresses }) => addresses.length > 0)) continue;
      // what has routes forwards with link-local addresses alone, or without any
      if (node.routes.length > 0) continue;
      // an uplink without a described address has those of the machine
      if (node.devices.some(({ kind }) => kind === 'uplink')) continue;
      yield {
        span,
        message: `${nodeName(node)} has no address, so it forwards nothing.`,
        help: 'give its devices addresses',
      };
    }
  },
};
