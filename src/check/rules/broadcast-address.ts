import { lastOf } from '../../model/address.ts';
import type { Rule } from '../rule.ts';
import { unusable } from '../unusable.ts';

export const broadcastAddress: Rule = {
  name: 'broadcast-address',
  summary: 'an interface has the broadcast address of its own prefix',
  *check({ nodes }) {
    for (const { devices } of nodes) {
      for (const device of devices) {
        for (const held of device.addresses) {
          const { address, prefix, origin } = held;
          if (address.family !== 'inet' || prefix.length > 30 || address.bits !== lastOf(prefix)) continue;
          if (unusable(held, device)) continue;
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
