import { isLoopback, isMulticast } from '../model/address.ts';
import type { Device, InterfaceAddress } from '../model/lab.ts';
import type { Finding } from './rule.ts';

/** Why an address is of no use at a device. What else could be said of such an address goes without saying. */
export function unusable(
  { address, prefix }: InterfaceAddress,
  { kind }: Device,
): Pick<Finding, 'message' | 'given'> | undefined {
  const { bits, family, text } = address;
  if (bits === 0n)
    return { message: `No interface can have the address ${text}: it stands for "no address".` };
  if (isMulticast(address)) return { message: `No interface can have the multicast address ${text}.` };
  if (family === 'inet' && bits === 0xffffffffn)
    return { message: `No interface can have the address ${text}: it stands for everybody.` };
  // 127.0.0.1 and ::1 are said to be there already
  if (isLoopback(address) && kind !== 'lo')
    return { message: `Only the loopback device can have ${text}: no packet for it crosses a link.` };
  // the kernel gives 0.0.0.0 with whatever length no route (fib_add_ifaddr)
  if (family === 'inet' && prefix.network === 0n)
    return {
      message: `Nobody can send to ${text} in ${prefix.text}: 0.0.0.0/8 means "this network" (RFC 1122).`,
    };
  if (family === 'inet' && bits >> 24n === 0n)
    return {
      message: `${text} is in 0.0.0.0/8, which means "this network" (RFC 1122): Linux alone takes it, since 5.3.`,
      given: 'linux-alone',
    };
  return undefined;
}
