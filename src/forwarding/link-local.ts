import { type Address, addressOf } from '../model/address.ts';
import type { Device } from '../model/lab.ts';
import { mtuOf } from './mtu.ts';

const network = 0xfe80n << 112n;
let made = 0;
const generated = new WeakMap<Device, Address>();

/**
 * The link-local address that the kernel gives a device, from its MAC address (RFC 4291, appendix A; addrconf_dev_config).
 * Where the MAC address is made at random so is this: an address then stands for it that no lab can name. A device
 * with an MTU below 1280 has no IPv6 (RFC 8200 § 5, IPV6_MIN_MTU).
 */
export function linkLocalOf(
  device: Device,
  macOf: (device: Device) => string | undefined,
): Address | undefined {
  if (device.kind === 'lo' || mtuOf(device) < 1280) return undefined;
  const mac = macOf(device);
  if (mac !== undefined) return addressOf('inet6', fromMac(mac));
  const known = generated.get(device);
  if (known) return known;
  // ff:fe in the middle is in every address made from a MAC address; this has none
  const address: Address = {
    family: 'inet6',
    bits: network | (0xfffn << 48n) | BigInt(++made),
    text: `fe80::…%${device.name}`,
  };
  generated.set(device, address);
  return address;
}

/** RFC 4291, appendix A: the identifier of an interface with a MAC address, with ff:fe in its middle. */
function fromMac(mac: string): bigint {
  const bits = BigInt(`0x${mac.replaceAll(':', '')}`) ^ (2n << 40n);
  return network | ((bits >> 24n) << 40n) | (0xfffen << 24n) | (bits & 0xffffffn);
}
