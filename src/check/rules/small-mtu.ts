import type { Device } from '../../model/lab.ts';
import type { Span } from '../../text/span.ts';
import type { Rule } from '../rule.ts';

/** RFC 8200 § 5: a link that carries IPv6 takes packets of 1,280 bytes. */
const leastForIPv6 = 1280;

export const smallMtu: Rule = {
  name: 'small-mtu',
  summary: 'a device with an IPv6 address has an MTU that IPv6 does not work with',
  *check({ nodes }) {
    for (const { devices } of nodes) {
      const ports = smallPorts(devices);
      for (const device of devices) {
        const six = device.addresses.find(({ address }) => address.family === 'inet6');
        if (!six) continue;
        const related = [{ span: six.origin, message: 'this one' }];
        const own = smallMtuOf(device);
        // a bridge that does not say its MTU has the least of its ports' (br_mtu_auto_adjust)
        const port = device.mtu === undefined ? ports.get(device) : undefined;
        if (own)
          yield {
            span: own,
            message: `IPv6 needs an MTU of at least ${leastForIPv6}, and \`${device.name}\` has an IPv6 address.`,
            related,
          };
        else if (port)
          yield {
            span: port,
            message: `IPv6 needs an MTU of at least ${leastForIPv6}: the bridge \`${device.name}\` takes over the least of its ports, and has an IPv6 address.`,
            related,
          };
      }
    }
  },
};

/** Where an MTU is written that is too small. */
function smallMtuOf({ mtu, mtuOrigin }: Device): Span | undefined {
  return mtu !== undefined && mtu < leastForIPv6 ? mtuOrigin : undefined;
}

/** For each bridge the MTU of a port of it that is too small; a port that nobody writes has that of its other end. */
function smallPorts(devices: readonly Device[]): ReadonlyMap<Device, Span> {
  const found = new Map<Device, Span>();
  for (const port of devices) {
    if (!port.master || found.has(port.master)) continue;
    const says = port.written !== 'written' && port.mtu === undefined ? port.peer : port;
    const small = says && smallMtuOf(says);
    if (small) found.set(port.master, small);
  }
  return found;
}
