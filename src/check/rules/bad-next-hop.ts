import { nextHops } from '../next-hops.ts';
import type { Rule } from '../rule.ts';

export const badNextHop: Rule = {
  name: 'bad-next-hop',
  summary:
    'no host can be the next hop: it is the broadcast address of its prefix, or at the loopback device',
  *check(subject) {
    for (const { node, hop, via, state } of nextHops(subject)) {
      if (state.is === 'at-loopback' && !node.unsure)
        yield {
          span: hop.origin,
          message: `No neighbour is at the loopback device, so ${via.text} is no next hop.`,
        };
      if (state.is === 'broadcast')
        yield {
          span: hop.origin,
          message: `No host can be ${via.text}: it is the broadcast address of ${state.address.prefix.text}.`,
          related: [{ span: state.address.origin, message: 'on-link by this prefix' }],
        };
    }
    for (const { neighbours, unsure } of subject.nodes) {
      for (const { address, device, origin } of neighbours) {
        if (device.kind !== 'lo' || unsure) continue;
        yield {
          span: origin,
          message: `No neighbour is at the loopback device, so ${address.text} is none.`,
        };
      }
    }
  },
};
