import { type Address, isLoopback, type Prefix, parseAddress, prefixOf } from '../model/address.ts';
import { newDevice } from '../model/declare.ts';
import type { Device, Node } from '../model/lab.ts';
import { inCreationOrder } from './creation-order.ts';
import { linkLocalOf } from './link-local.ts';

/** An address as the kernel holds it at a device. */
export interface Held {
  readonly address: Address;
  readonly prefix: Prefix;
  /** Of IPv4: the first address of its prefix at the device, which is the source of what the others are asked for. */
  readonly primary: Address;
}

/** What the kernel of a node makes of its devices: their order, and the addresses at each in its own order. */
export class Stack {
  readonly node: Node;
  readonly lo: Device;
  #devices: readonly Device[] | undefined;
  readonly #inet = new Map<Device, readonly Held[]>();
  readonly #inet6 = new Map<Device, readonly Held[]>();
  readonly #macOf: (device: Device) => string | undefined;

  constructor(node: Node, macOf: (device: Device) => string | undefined) {
    this.node = node;
    this.#macOf = macOf;
    const written = node.devices.find(({ kind }) => kind === 'lo');
    this.lo = written ?? newDevice('lo', 'lo', node, node.origin, 'implied');
  }

  /** As for_each_netdev goes through them: the loopback device first, then as they were made. */
  get devices(): readonly Device[] {
    this.#devices ??= [this.lo, ...inCreationOrder(this.node)];
    return this.#devices;
  }

  inet(device: Device): readonly Held[] {
    let known = this.#inet.get(device);
    if (!known) {
      known = inetAddresses(device);
      this.#inet.set(device, known);
    }
    return known;
  }

  inet6(device: Device): readonly Held[] {
    let known = this.#inet6.get(device);
    if (!known) {
      known = inet6Addresses(device, this.#macOf);
      this.#inet6.set(device, known);
    }
    return known;
  }
}

const own = (text: string, length: number): { address: Address; prefix: Prefix } => {
  const address = parseAddress(text) as Address;
  return { address, prefix: prefixOf(address, length) };
};
const loopback = { inet: own('127.0.0.1', 8), inet6: own('::1', 128) };
const loopbackAlone: readonly Held[] = [{ ...loopback.inet, primary: loopback.inet.address }];

/**
 * The IPv4 addresses of a device: each but the first of a prefix is secondary, and the primary ones stand before
 * the secondary ones (__inet_insert_ifa).
 */
function inetAddresses(device: Device): readonly Held[] {
  if (device.addresses.length === 0) return device.kind === 'lo' ? loopbackAlone : [];
  const [only] = device.addresses;
  if (only && device.addresses.length === 1 && device.kind !== 'lo') {
    const { address, prefix } = only;
    return address.family === 'inet' ? [{ address, prefix, primary: address }] : [];
  }
  const first = new Map<string, Address>();
  const primary: Held[] = [];
  const secondary: Held[] = [];
  const written = device.addresses.filter(({ address }) => address.family === 'inet');
  for (const { address, prefix } of device.kind === 'lo' ? [loopback.inet, ...written] : written) {
    const known = first.get(prefix.text);
    if (known) secondary.push({ address, prefix, primary: known });
    else {
      first.set(prefix.text, address);
      primary.push({ address, prefix, primary: address });
    }
  }
  return [...primary, ...secondary];
}

/** The IPv6 addresses of a device: by scope, the widest first, and the newest before the older ones (ipv6_link_dev_addr). */
function inet6Addresses(device: Device, macOf: (device: Device) => string | undefined): readonly Held[] {
  const found: Held[] = [];
  const add = (address: Address, prefix: Prefix): void => {
    const scope = scopeOf(address);
    const at = found.findIndex((one) => scopeOf(one.address) <= scope);
    found.splice(at < 0 ? found.length : at, 0, { address, prefix, primary: address });
  };
  if (device.kind === 'lo') add(loopback.inet6.address, loopback.inet6.prefix);
  const automatic = linkLocalOf(device, macOf);
  if (automatic) add(automatic, prefixOf(automatic, 64));
  for (const { address, prefix } of device.addresses) if (address.family === 'inet6') add(address, prefix);
  return found;
}

/** The scope of an IPv6 unicast address: 2 for the link, 5 for the site, 14 for everywhere (RFC 4291 § 2.5, __ipv6_addr_type). */
export function scopeOf(address: Address): number {
  const top = address.bits >> 118n;
  if (top === 0x3fan || isLoopback(address)) return 2;
  return top === 0x3fbn ? 5 : 14;
}
