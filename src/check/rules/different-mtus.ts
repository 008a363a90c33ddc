import type { Segment } from '../../forwarding/segments.ts';
import { type Device, deviceName } from '../../model/lab.ts';
import type { Finding, Rule } from '../rule.ts';

/** The MTU that a device has where nothing says another (ETH_DATA_LEN). */
const usual = 1500;

export const differentMtus: Rule = {
  name: 'different-mtus',
  summary: 'devices on one segment have different MTUs',
  *check({ network }) {
    for (const segment of network.segments.all) {
      const finding = segment.unsure ? undefined : checkSegment(segment);
      if (finding) yield finding;
    }
  },
};

function checkSegment({ devices }: Segment): Finding | undefined {
  const said = devices.find(({ mtu }) => mtu !== undefined);
  if (!said) return undefined;
  const byMtu = new Map<number, Device[]>();
  for (const device of devices) {
    const mtu = mtuOf(device);
    if (mtu !== undefined) byMtu.set(mtu, [...(byMtu.get(mtu) ?? []), device]);
  }
  const [common, odd] = [...byMtu].sort(([, a], [, b]) => b.length - a.length || start(a) - start(b));
  // what somebody wrote is shown rather than what follows from nothing said
  const swap = odd && common && !odd[1].some(isSaid) && common[1].some(isSaid);
  const [mtu, [device] = []] = (swap ? common : odd) ?? [];
  const [usualHere, [other] = []] = (swap ? odd : common) ?? [];
  if (!device || !other || mtu === undefined || usualHere === undefined) return undefined;
  const [larger, smaller] = [Math.max(mtu, usualHere), Math.min(mtu, usualHere)];
  const written = writer(device);
  return {
    span: written.mtuOrigin ?? written.origin,
    message: `\`${deviceName(written)}\` has an MTU of ${mtu}, and \`${deviceName(writer(other))}\` on the same segment ${usualHere}: packets of more than ${smaller} bytes are lost.`,
    help: `write \`mtu ${larger}\` at all of them, or at none`,
    related: [{ span: writer(other).mtuOrigin ?? writer(other).origin, message: `${usualHere} here` }],
  };
}

function isSaid(device: Device): boolean {
  return writer(device).mtuOrigin !== undefined;
}

/** The end that somebody wrote, for a port that netgen makes for it. */
function writer(device: Device): Device {
  return device.written === 'written' ? device : (device.peer ?? device);
}

/** What a device's MTU will be; unknown for an uplink that does not say, and for a bridge, which follows its ports. */
function mtuOf(device: Device): number | undefined {
  if (device.mtu !== undefined) return device.mtu;
  if (device.kind === 'uplink' || device.kind === 'bridge') return undefined;
  return (device.written === 'written' ? undefined : device.peer?.mtu) ?? usual;
}

function start(devices: readonly Device[]): number {
  return devices[0] ? (writer(devices[0]).mtuOrigin ?? writer(devices[0]).origin).start : 0;
}
