import { meaning } from '../../diagnostic/advice.ts';
import { type Address, addressOf, contains, mask, type Prefix } from '../../model/address.ts';
import { deviceName } from '../../model/lab.ts';
import { type Isolated, isolatedAddresses } from '../isolated.ts';
import type { Rule, Subject } from '../rule.ts';

export const isolatedAddress: Rule = {
  name: 'isolated-address',
  summary: 'no other interface on the segment is in the prefix of an address',
  *check(subject) {
    const all = isolatedAddresses(subject);
    const swapped = new Set<Isolated>();
    const twinOf = twins(all);
    for (const isolated of all) {
      if (swapped.has(isolated)) continue;
      const { held, segment, others } = isolated;
      const [other] = others;
      if (!other) continue;
      const twin = twinOf.get(isolated);
      if (twin) {
        swapped.add(twin);
        yield {
          span: held.origin,
          message: `\`${deviceName(isolated.device)}\` and \`${deviceName(twin.device)}\` look swapped: each is in the network of the other’s link.`,
          help: 'exchange where their cables end, or their addresses',
          related: [{ span: twin.held.origin, message: 'the other' }],
        };
        continue;
      }
      const near = correction(isolated, other.held.prefix, subject);
      yield {
        span: held.origin,
        message: `No other interface on this segment has an address in ${held.prefix.text}: nobody there and ${held.address.text} can talk.`,
        ...(near ? meaning(`${near.text}/${other.held.prefix.length}`) : {}),
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

/** For each, the one that would have company where it is, and it there. */
function twins(all: readonly Isolated[]): ReadonlyMap<Isolated, Isolated> {
  const key = (own: string | undefined, around: string | undefined): string => `${own} among ${around}`;
  const first = new Map<string, Isolated>();
  const found = new Map<Isolated, Isolated>();
  for (const one of all) {
    const [own, around] = [one.held.prefix.text, one.others[0]?.held.prefix.text];
    const twin = first.get(key(around, own));
    if (twin && twin.segment !== one.segment) found.set(twin, one);
    else if (!first.has(key(own, around))) first.set(key(own, around), one);
  }
  return found;
}

/** The same host in the other prefix, where nobody has that address. */
function correction({ held }: Isolated, prefix: Prefix, { network }: Subject): Address | undefined {
  const host = held.address.bits & ~mask(held.address.family, prefix.length);
  const address = addressOf(prefix.family, prefix.network | host);
  const taken = network.segments.everywhere(address).length > 0;
  return taken || host === 0n || !contains(prefix, address) ? undefined : address;
}
