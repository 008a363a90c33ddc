import { childrenOf, type Statement, valueOf, valuesOf } from '../syntax/tree.ts';
import type { Findings } from './findings.ts';
import type { Device } from './lab.ts';
import { interfaceAddress, macAddress, numberIn } from './values.ts';

/** Least and largest MTU of a veth and a bridge, and the least that IPv6 works with (RFC 8200 § 5). */
const mtuBounds = { least: 68, largest: 65535, leastIPv6: 1280 } as const;

/** Reads what a device statement says of the device itself: addresses, MTU, MAC address. */
export function readAttributes(device: Device, statement: Statement, findings: Findings): void {
  for (const attribute of statement.children) {
    const first = [...attribute.values.values()][0]?.[0];
    switch (attribute.word.keyword) {
      case 'ip':
        readAddresses(device, attribute, findings);
        break;
      case 'mtu': {
        const mtu = first && numberIn(first, mtuBounds.least, mtuBounds.largest, 'MTU', findings);
        if (mtu !== undefined) device.mtu = mtu;
        break;
      }
      case 'mac': {
        const mac = first && macAddress(first, findings);
        if (mac !== undefined) device.mac = mac;
        break;
      }
      case 'up':
        device.up = true;
        break;
      default:
    }
  }
  checkMtu(device, statement, findings);
}

function readAddresses(device: Device, attribute: Statement, findings: Findings): void {
  for (const name of valuesOf(attribute, 'address')) {
    const read = interfaceAddress(name, findings);
    if (!read) {
      findings.unsure.add(device.node);
      continue;
    }
    if (device.kind === 'lo') {
      if (device.node.kind === 'root') {
        findings.error(
          'not-the-labs',
          name.span,
          'The loopback device of a root namespace is the machine’s own: netgen adds nothing to it.',
          {
            help: 'put the address on a device of the lab',
          },
        );
        continue;
      }
      if (read.address.text === '127.0.0.1' || read.address.text === '::1') {
        findings.error(
          'duplicate-address',
          name.span,
          `Every loopback device has ${read.address.text} already.`,
        );
        continue;
      }
    }
    if (read.address.text === '::1') {
      findings.error('bad-address', name.span, 'Only the loopback device can have the address ::1.');
      continue;
    }
    // the kernel takes one IPv4 address with two lengths, and one IPv6 address only once (EEXIST)
    const twice = device.addresses.find(
      ({ address, prefix }) =>
        address.family === read.address.family &&
        address.bits === read.address.bits &&
        (address.family === 'inet6' || prefix.length === read.prefix.length),
    );
    if (twice) {
      findings.error('duplicate-address', name.span, `\`${device.name}\` has ${read.address.text} already.`, {
        related: [{ span: twice.origin, message: 'first given here' }],
      });
    } else device.addresses.push(read);
  }
}

function checkMtu(device: Device, statement: Statement, findings: Findings): void {
  const name = childrenOf(statement, 'mtu').map((attribute) => valueOf(attribute, 'bytes'))[0];
  const address = device.addresses.find((one) => one.address.family === 'inet6');
  if (!name || !address || device.mtu === undefined || device.mtu >= mtuBounds.leastIPv6) return;
  findings.error(
    'bad-number',
    name.span,
    `IPv6 needs an MTU of at least ${mtuBounds.leastIPv6}, and \`${device.name}\` has an IPv6 address.`,
    {
      related: [{ span: address.origin, message: 'this one' }],
    },
  );
}
