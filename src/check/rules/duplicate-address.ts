import type { Segment } from '../../forwarding/segments.ts';
import { type Device, deviceName, type InterfaceAddress } from '../../model/lab.ts';
import type { Finding, Rule } from '../rule.ts';

export const duplicateAddress: Rule = {
  name: 'duplicate-address',
  summary: 'an address is given twice on one layer-2 segment, or to one device',
  *check({ nodes, network }) {
    for (const { devices } of nodes) for (const device of devices) yield* onDevice(device);
    for (const segment of network.segments.all) yield* onSegment(segment);
  },
};

/** The kernel takes one IPv4 address with two lengths, and one IPv6 address only once (EEXIST). */
function* onDevice({ kind, name, addresses }: Device): Generator<Finding> {
  if (addresses.length < 2 && kind !== 'lo') return;
  const first = new Map<string, InterfaceAddress>();
  for (const one of addresses) {
    const { address, prefix, origin } = one;
    if (kind === 'lo' && ['127.0.0.1', '::1'].includes(address.text)) {
      yield {
        span: origin,
        message: `Every loopback device has ${address.text} already.`,
        help: 'remove it',
        advice: { remove: true },
        ...(address.family === 'inet' && prefix.length !== 8 ? { given: 'harmless' } : {}),
      };
      continue;
    }
    const key = address.family === 'inet' ? `${address.text}/${prefix.length}` : address.text;
    const known = first.get(key);
    if (!known) first.set(key, one);
    else
      yield {
        span: origin,
        message: `\`${name}\` has ${address.text} already.`,
        related: [{ span: known.origin, message: 'first given here' }],
      };
  }
}

function* onSegment({ interfaces }: Segment): Generator<Finding> {
  const first = new Map<string, { device: Device; held: InterfaceAddress }>();
  for (const device of interfaces) {
    for (const held of device.addresses) {
      const { text } = held.address;
      const known = first.get(text);
      if (!known) first.set(text, { device, held });
      else if (known.device !== device)
        yield {
          span: later(held, known.held).origin,
          message: `${text} is on this segment already: nobody knows which of the two answers.`,
          related: [
            {
              span: earlier(held, known.held).origin,
              message: `\`${deviceName(later(held, known.held) === held ? known.device : device)}\` has it here`,
            },
          ],
          // a node takes what is for it, by whichever of its devices
          ...(known.device.node === device.node ? { given: 'harmless' } : {}),
        };
    }
  }
}

function later(a: InterfaceAddress, b: InterfaceAddress): InterfaceAddress {
  return a.origin.start >= b.origin.start ? a : b;
}

function earlier(a: InterfaceAddress, b: InterfaceAddress): InterfaceAddress {
  return a.origin.start >= b.origin.start ? b : a;
}
