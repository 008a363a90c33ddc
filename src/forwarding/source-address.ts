import { type Address, contains, isLoopback, widthOf } from '../model/address.ts';
import type { Device } from '../model/lab.ts';
import { type Held, type Stack, scopeOf } from './stack.ts';

/**
 * What IPv4 packets that leave by a device are sent from: its first address whose prefix has the next hop, else its
 * first, else the first of any other device (inet_select_addr). Secondary addresses do not count.
 */
export function inetSource(stack: Stack, device: Device, near: Address | undefined): Address | undefined {
  const held = stack.inet(device);
  const best =
    (near && held.find((one) => isSource(one) && contains(one.prefix, near))) ?? held.find(isSource);
  if (best) return best.address;
  for (const other of stack.devices) {
    const found = stack.inet(other).find(isSource);
    if (found) return found.address;
  }
  return undefined;
}

function isSource({ address, primary }: Held): boolean {
  // of scope host: no packet on a link is from there (RFC 1122 § 3.2.1.3)
  return address === primary && !isLoopback(address);
}

/**
 * What IPv6 packets to an address are sent from (RFC 6724 § 5 as in ipv6_dev_get_saddr): of equals the newest of a
 * device, and the first device. To a link-local or multicast address it is one of the device that they leave by.
 */
export function inet6Source(stack: Stack, device: Device | undefined, to: Address): Address | undefined {
  const scope = destinationScope(to);
  const devices = device && (scope <= 2 || to.bits >> 120n === 0xffn) ? [device] : stack.devices;
  let best: Candidate | undefined;
  for (const one of devices)
    for (const held of stack.inet6(one)) {
      const candidate = { held, isOut: !device || one === device };
      if (!best || isBetter(candidate, best, to, scope)) best = candidate;
    }
  return best?.held.address;
}

interface Candidate {
  readonly held: Held;
  readonly isOut: boolean;
}

/** The rules that can differ in a lab: 1 (same address), 2 (scope), 5 (outgoing interface), 6 (label), ORCHID, 8 (longest prefix). */
function isBetter(one: Candidate, other: Candidate, to: Address, scope: number): boolean {
  for (const rule of rules) {
    const difference = rule(one, to, scope) - rule(other, to, scope);
    if (difference !== 0) return difference > 0;
  }
  return false;
}

const rules: readonly ((candidate: Candidate, to: Address, scope: number) => number)[] = [
  ({ held }, to) => (held.address.bits === to.bits ? 1 : 0),
  ({ held }, _, scope) => {
    const own = scopeOf(held.address);
    return own >= scope ? -own : own - 128;
  },
  ({ isOut }) => (isOut ? 1 : 0),
  ({ held }, to) => (labelOf(held.address.bits) === labelOf(to.bits) ? 1 : 0),
  ({ held }, to) => (isOrchid(held.address.bits) === isOrchid(to.bits) ? 1 : 0),
  ({ held }, to) => Math.min(commonLength(held.address, to), held.prefix.length),
];

function destinationScope(to: Address): number {
  return to.bits >> 120n === 0xffn ? Number((to.bits >> 112n) & 0xfn) : scopeOf(to);
}

/** The kernel's table of labels (ip6addrlbl_init_table), the longest prefixes first: network, length, label. */
const labels: readonly (readonly [bigint, bigint, number])[] = [
  [1n, 128n, 0],
  [0xffffn, 96n, 4],
  [0n, 96n, 3],
  [0x20010000n, 32n, 6],
  [0x2001001n, 28n, 7],
  [0x2002n, 16n, 2],
  [0x3ffen, 16n, 12],
  [0x3fbn, 10n, 11],
  [0x7en, 7n, 5],
];

function labelOf(bits: bigint): number {
  return labels.find(([network, length]) => bits >> (128n - length) === network)?.[2] ?? 1;
}

/** RFC 4843: 2001:10::/28. */
function isOrchid(bits: bigint): boolean {
  return bits >> 100n === 0x2001001n;
}

function commonLength(a: Address, b: Address): number {
  const different = a.bits ^ b.bits;
  return widthOf(a.family) - (different === 0n ? 0 : different.toString(2).length);
}
