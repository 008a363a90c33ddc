import { type Address, isLoopback, isMulticast } from '../../model/address.ts';
import type { Device } from '../../model/lab.ts';
import type { Rule } from '../rule.ts';

export const unusableAddress: Rule = {
  name: 'unusable-address',
  summary: 'no interface can have the address, or nothing that is sent to it arrives',
  *check({ nodes }) {
    for (const { devices } of nodes) {
      for (const device of devices) {
        for (const { address, origin } of device.addresses) {
          const message = faultOf(address, device);
          if (message) yield { span: origin, message };
        }
      }
    }
  },
};

function faultOf(address: Address, { kind }: Device): string | undefined {
  const { bits, family, text } = address;
  if (bits === 0n) return `No interface can have the address ${text}: it stands for "no address".`;
  if (isMulticast(address)) return `No interface can have the multicast address ${text}.`;
  if (family === 'inet' && bits === 0xffffffffn)
    return `No interface can have the address ${text}: it stands for everybody.`;
  if (family === 'inet' && bits >> 24n === 0n)
    return `No host can be ${text}: 0.0.0.0/8 means "this network" (RFC 1122).`;
  // 127.0.0.1 and ::1 are said to be there already
  if (isLoopback(address) && kind !== 'lo')
    return `Only the loopback device can have ${text}: no packet for it crosses a link.`;
  return undefined;
}
