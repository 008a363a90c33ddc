import { isCable, isMacShared } from '../../forwarding/frames.ts';
import type { Segment } from '../../forwarding/segments.ts';
import { type Device, deviceName } from '../../model/lab.ts';
import type { Finding, Rule } from '../rule.ts';

export const duplicateMac: Rule = {
  name: 'duplicate-mac',
  summary: 'two devices on one layer-2 segment have one MAC address',
  *check({ network }) {
    for (const segment of network.segments.all) yield* onSegment(segment);
  },
};

function* onSegment(segment: Segment): Generator<Finding> {
  const first = new Map<string, Device>();
  const own = segment.devices.filter((device) => isMacShared(segment, device));
  for (const device of own.toSorted((a, b) => startOf(a) - startOf(b))) {
    const { mac = '', macOrigin } = device;
    const known = first.get(mac);
    if (!known || !macOrigin) {
      first.set(mac, device);
      continue;
    }
    yield {
      span: macOrigin,
      message: `\`${deviceName(known)}\` has ${mac}, too: ${consequence(segment, known, device)}.`,
      help: 'leave out `mac`: the kernel gives each device an address of its own',
      related: known.macOrigin ? [{ span: known.macOrigin, message: 'the other' }] : [],
      ...(isHarmless(segment, known, device) ? { given: 'harmless' } : {}),
    };
  }
}

function consequence(segment: Segment, one: Device, other: Device): string {
  if (isCable(segment)) return 'their link-local IPv6 addresses are the same';
  return isBridges(one) || isBridges(other)
    ? 'a bridge takes itself what is for its own address or a port’s'
    : 'one of the two gets what is for the other';
}

/**
 * The ends of a cable hear each other whatever they have, and a node takes what is for it by whichever device. Who has no
 * address asks nobody, and what he gets besides is all that is lost.
 */
function isHarmless(segment: Segment, one: Device, other: Device): boolean {
  if (isCable(segment)) return true;
  if (isBridges(one) || isBridges(other)) return false;
  return one.node === other.node || one.addresses.length === 0 || other.addresses.length === 0;
}

function isBridges({ kind, master }: Device): boolean {
  return kind === 'bridge' || master !== undefined;
}

function startOf({ macOrigin }: Device): number {
  return macOrigin?.start ?? 0;
}
