import { lastOf } from '../../model/address.ts';
import type { Rule } from '../rule.ts';

export const broadcastAddress: Rule = {
  name: 'broadcast-address',
  summary: 'an interface has the broadcast address of its own prefix',
  *check({ nodes }) {
    for (const { devices } of nodes) {
      for (const { addresses } of devices) {
        for (const { address, prefix, origin } of addresses) {
          if (address.family !== 'inet' || prefix.length > 30 || address.bits !== lastOf(prefix)) continue;
          yield {
            span: origin,
            message: `${address.text} is the broadcast address of ${prefix.text}: what is sent to it goes to everybody on the link.`,
            help: 'take another address of the prefix',
          };
        }
      }
    }
  },
};
