import type { Rule } from '../rule.ts';

/** RFC 8200 § 5: a link that carries IPv6 takes packets of 1,280 bytes. */
const leastForIPv6 = 1280;

export const smallMtu: Rule = {
  name: 'small-mtu',
  summary: 'a device with an IPv6 address has an MTU that IPv6 does not work with',
  *check({ nodes }) {
    for (const { devices } of nodes) {
      for (const { name, mtu, mtuOrigin, addresses } of devices) {
        const six = addresses.find(({ address }) => address.family === 'inet6');
        if (!six || mtu === undefined || !mtuOrigin || mtu >= leastForIPv6) continue;
        yield {
          span: mtuOrigin,
          message: `IPv6 needs an MTU of at least ${leastForIPv6}, and \`${name}\` has an IPv6 address.`,
          related: [{ span: six.origin, message: 'this one' }],
        };
      }
    }
  },
};
