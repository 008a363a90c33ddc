import { type Address, addressOf, contains, mask, type Prefix } from '../../model/address.ts';
import { deviceName } from '../../model/lab.ts';
import { type Isolated, isolatedAddresses } from '../isolated.ts';
import type { Rule } from '../rule.ts';

export const isolatedAddress: Rule = {
  name: 'isolated-address',
  summary: 'no other interface on the segment is in the prefix of an address',
  *check(subject) {
    for (const isolated of isolatedAddresses(subject)) {
      const { held, segment, others } = isolated;
      const [other] = others;
      if (!other) continue;
      const near = correction(isolated, other.held.prefix);
      yield {
        span: held.origin,
        message: `No other interface on this segment has an address in ${held.prefix.text}: nobody there and ${held.address.text} can talk.`,
        ...(near ? { help: `did you mean \`${near.text}/${other.held.prefix.length}\`?` } : {}),
        related: [
          {
            span: other.held.origin,
            message: `\`${deviceName(other.device)}\` is in ${other.held.prefix.text}`,
          },
        ],
        ...(segment.open ? { given: 'unknown-members' } : {}),
      };
    }
  },
};

/** The same host in the other prefix, where nobody has that address. */
function correction({ held, others }: Isolated, prefix: Prefix): Address | undefined {
  const host = held.address.bits & ~mask(held.address.family, prefix.length);
  const address = addressOf(prefix.family, prefix.network | host);
  const taken = others.some((other) => other.held.address.bits === address.bits);
  return taken || host === 0n || !contains(prefix, address) ? undefined : address;
}
