import { addressOf } from '../../model/address.ts';
import type { Rule } from '../rule.ts';
import { unusable } from '../unusable.ts';

/** Linux 5.14 and later treat the lowest address as one of a host; before, and elsewhere, it is a broadcast address. */
export const networkAddress: Rule = {
  name: 'network-address',
  summary: 'an interface has the address of the network itself',
  *check({ nodes }) {
    for (const { devices } of nodes) {
      for (const device of devices) {
        for (const held of device.addresses) {
          const { address, prefix, origin } = held;
          const longest = address.family === 'inet' ? 30 : 126;
          if (prefix.length > longest || address.bits !== prefix.network) continue;
          if (unusable(held, device)) continue;
          const first = addressOf(address.family, prefix.network + 1n).text;
          yield {
            span: origin,
            message:
              address.family === 'inet'
                ? `${address.text} is the address of the network ${prefix.text} itself.`
                : `${address.text} is the anycast address of all routers of ${prefix.text} (RFC 4291).`,
            help: `the first address for a host is \`${first}/${prefix.length}\``,
          };
        }
      }
    }
  },
};
