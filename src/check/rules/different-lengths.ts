import { toWrite } from '../../diagnostic/advice.ts';
import type { Segment } from '../../forwarding/segments.ts';
import { isLinkLocal, isSingle, overlaps } from '../../model/address.ts';
import { type Device, deviceName, type InterfaceAddress } from '../../model/lab.ts';
import { isolatedAddresses } from '../isolated.ts';
import type { Finding, Rule } from '../rule.ts';

interface Member {
  readonly device: Device;
  readonly held: InterfaceAddress;
}

export const differentLengths: Rule = {
  name: 'different-lengths',
  summary: 'interfaces on one segment have overlapping prefixes of different lengths',
  *check(subject) {
    // of an address that nobody shares a prefix with, that is said
    const isolated = new Set(isolatedAddresses(subject).map(({ held }) => held));
    for (const segment of subject.network.segments.all) yield* checkSegment(segment, isolated);
  },
};

function* checkSegment({ interfaces }: Segment, isolated: ReadonlySet<InterfaceAddress>): Generator<Finding> {
  const byPrefix = new Map<string, Member[]>();
  for (const device of interfaces) {
    for (const held of device.addresses) {
      if (isSingle(held.prefix) || isLinkLocal(held.address) || isolated.has(held)) continue;
      const members = byPrefix.get(held.prefix.text) ?? [];
      members.push({ device, held });
      byPrefix.set(held.prefix.text, members);
    }
  }
  if (byPrefix.size < 2) return;
  // most of the segment is taken to be right; of two as common, the one that is drawn first
  const common = [...byPrefix.values()].sort((a, b) => b.length - a.length || start(a) - start(b));
  const right: Member[] = [];
  for (const members of common) {
    const [first] = members;
    if (!first) continue;
    const other = right.find(({ held }) => overlaps(held.prefix, first.held.prefix));
    if (!other) {
      right.push(first);
      continue;
    }
    for (const { device, held } of members) {
      if (hasBoth(device, other.held)) continue;
      yield {
        span: held.origin,
        message: `The length ${held.prefix.length} differs from the ${other.held.prefix.length} of others on this segment: some think an address on-link that others do not.`,
        ...toWrite(`${held.address.text}/${other.held.prefix.length}`),
        related: [
          {
            span: other.held.origin,
            message: `\`${deviceName(other.device)}\` has ${other.held.prefix.text}`,
          },
        ],
      };
    }
  }
}

/** A device in both networks takes the addresses of each for on-link. */
function hasBoth({ addresses }: Device, { prefix }: InterfaceAddress): boolean {
  return addresses.some((one) => one.prefix.text === prefix.text);
}

function start(members: readonly Member[]): number {
  return members[0]?.held.origin.start ?? 0;
}
