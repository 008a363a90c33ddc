import { type Address, isLoopback, isMulticast, type Prefix } from '../../model/address.ts';
import type { Device } from '../../model/lab.ts';
import type { Finding, Rule } from '../rule.ts';

export const unusableAddress: Rule = {
  name: 'unusable-address',
  summary: 'no interface can have the address, or nothing that is sent to it arrives',
  *check({ nodes }) {
    for (const { devices } of nodes) {
      for (const device of devices) {
        for (const { address, prefix, origin } of device.addresses) {
          const message = faultOf(address, device);
          if (message) yield { span: origin, message };
          else if (isThisNetwork(address)) yield { span: origin, ...thisNetwork(address, prefix) };
        }
      }
    }
  },
};

function isThisNetwork({ family, bits }: Address): boolean {
  return family === 'inet' && bits >> 24n === 0n;
}

/** Linux has taken such addresses since 5.3, but gives 0.0.0.0 with whatever length no route (fib_add_ifaddr). */
function thisNetwork({ text }: Address, prefix: Prefix): Omit<Finding, 'span'> {
  const meaning = '0.0.0.0/8 means "this network" (RFC 1122)';
  return prefix.network === 0n
    ? { message: `Nobody can send to ${text} in ${prefix.text}: ${meaning}.` }
    : { message: `Not every system takes ${text} for a host: ${meaning}.`, given: 'linux' };
}

function faultOf(address: Address, { kind }: Device): string | undefined {
  const { bits, family, text } = address;
  if (bits === 0n) return `No interface can have the address ${text}: it stands for "no address".`;
  if (isMulticast(address)) return `No interface can have the multicast address ${text}.`;
  if (family === 'inet' && bits === 0xffffffffn)
    return `No interface can have the address ${text}: it stands for everybody.`;
  // 127.0.0.1 and ::1 are said to be there already
  if (isLoopback(address) && kind !== 'lo')
    return `Only the loopback device can have ${text}: no packet for it crosses a link.`;
  return undefined;
}
