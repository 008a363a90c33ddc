import { type Name, type Statement, valuesOf } from '../syntax/tree.ts';
import type { Span } from '../text/span.ts';
import type { Findings } from './findings.ts';
import type { Device } from './lab.ts';
import { interfaceAddress, macAddress, numberIn } from './values.ts';

/** Least and largest MTU of a veth and a bridge. */
const mtuBounds = { least: 68, largest: 65535 } as const;

/** Reads what a device statement says of the device itself: addresses, MTU, MAC address. */
export function readAttributes(device: Device, statement: Statement, findings: Findings): void {
  for (const attribute of statement.children) {
    switch (attribute.word.keyword) {
      case 'ip':
        readAddresses(device, attribute, findings);
        break;
      case 'mtu': {
        const first = firstOf(attribute);
        const mtu = first && numberIn(first, mtuBounds.least, mtuBounds.largest, 'MTU', findings);
        if (mtu === undefined) break;
        device.mtu = mtu;
        device.mtuOrigin = first?.span as Span;
        break;
      }
      case 'mac': {
        const first = firstOf(attribute);
        const mac = first && macAddress(first, findings);
        if (mac === undefined) break;
        device.mac = mac;
        device.macOrigin = first?.span as Span;
        break;
      }
      case 'up':
        device.up = true;
        break;
      default:
    }
  }
}

function firstOf({ values }: Statement): Name | undefined {
  for (const [first] of values.values()) return first;
  return undefined;
}

function readAddresses(device: Device, attribute: Statement, findings: Findings): void {
  for (const name of valuesOf(attribute, 'address')) {
    const read = interfaceAddress(name, findings);
    if (!read) {
      device.node.unsure = device.node.damaged = true;
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
    }
    device.addresses.push(read);
  }
}
