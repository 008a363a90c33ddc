import { Address4, Address6 } from 'ip-address';

export type Family = 'inet' | 'inet6';

/** An IP address of either family. */
export interface Address {
  readonly family: Family;
  readonly bits: bigint;
  /** In the canonical form (RFC 5952 for IPv6), as ip(8) prints it. */
  readonly text: string;
}

/** A network: an address whose host bits are zero, and its length in bits. */
export interface Prefix {
  readonly family: Family;
  readonly network: bigint;
  readonly length: number;
  readonly text: string;
}

const width = { inet: 32, inet6: 128 } as const;

/** Reads `192.168.1.1` or `fd00::1`; undefined when it is no address. */
export function parseAddress(text: string): Address | undefined {
  const plain = dottedBits(text);
  if (plain !== undefined) return { family: 'inet', bits: BigInt(plain), text };
  if (text.includes('/') || text.includes('%')) return undefined;
  try {
    if (text.includes(':')) return addressOf('inet6', new Address6(text).bigInt());
    return addressOf('inet', new Address4(text).bigInt());
  } catch {
    return undefined;
  }
}

/**
 * The bits of four numbers from 0 to 255 with dots between them, none with a zero before it. Nearly all addresses of a lab
 * are written so, and the library takes a hundred times as long.
 */
function dottedBits(text: string): number | undefined {
  const octets = readOctets(text, 0);
  return octets?.count === 4 ? octets.bits : undefined;
}

/** Numbers from 0 to 255 with dots between them, from an offset to the end of a text: how many, and their bits. */
export function readOctets(text: string, from: number): { bits: number; count: number } | undefined {
  let bits = 0;
  let count = 1;
  let octet = -1;
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === dot && octet >= 0) {
      bits = bits * 256 + octet;
      octet = -1;
      if (++count > 4) return undefined;
    } else if (code >= zero && code <= zero + 9 && octet !== 0) {
      octet = (octet < 0 ? 0 : octet * 10) + code - zero;
      if (octet > 255) return undefined;
    } else return undefined;
  }
  return octet < 0 ? undefined : { bits: bits * 256 + octet, count };
}

const dot = 46;
const zero = 48;

/** The address of a family with these bits. */
export function addressOf(family: Family, bits: bigint): Address {
  return { family, bits, text: family === 'inet' ? text4(Number(bits)) : text6(bits) };
}

function text4(bits: number): string {
  return `${bits >>> 24}.${(bits >>> 16) & 255}.${(bits >>> 8) & 255}.${bits & 255}`;
}

/** As inet_ntop(3) writes it, and so ip(8): the last 32 bits of a mapped or compatible address are an IPv4 address. */
function text6(bits: bigint): string {
  const high = bits >> 32n;
  const embeds = high === 0xffffn || (high === 0n && bits > 0xffffn);
  if (!embeds) return groups(bits);
  return `${high === 0n ? '::' : '::ffff:'}${text4(Number(bits & 0xffffffffn))}`;
}

/** RFC 5952: the first of the longest runs of zeros is `::`. */
function groups(bits: bigint): string {
  const digits = bits.toString(16).padStart(32, '0');
  const all = Array.from({ length: 8 }, (_, index) =>
    Number.parseInt(digits.slice(4 * index, 4 * index + 4), 16).toString(16),
  ).join(':');
  const runs = all.match(/(?<![^:])0(?::0)+(?![^:])/g) ?? [];
  const longest = runs.toSorted((a, b) => b.length - a.length)[0];
  if (longest === undefined) return all;
  const at = all.search(new RegExp(`(?<![^:])${longest}(?![^:])`));
  return `${all.slice(0, at).replace(/:$/, '')}::${all.slice(at + longest.length).replace(/^:/, '')}`;
}

export function widthOf(family: Family): number {
  return width[family];
}

/** The network of an address at a length in bits. */
export function prefixOf(address: Address, length: number): Prefix {
  const { family, bits } = address;
  const network = bits & mask(family, length);
  // an address may have a text that is no address: one that is made at random
  const text = network === bits && family === 'inet' ? address.text : addressOf(family, network).text;
  return { family, network, length, text: `${text}/${length}` };
}

/** `0.0.0.0/0` or `::/0`. */
export function defaultPrefix(family: Family): Prefix {
  return { family, network: 0n, length: 0, text: family === 'inet' ? '0.0.0.0/0' : '::/0' };
}

/** The bits of the netmask of a length. */
export function mask(family: Family, length: number): bigint {
  return masks[family][length] ?? 0n;
}

const masks = { inet: masksOf(32), inet6: masksOf(128) } as const;

function masksOf(bits: number): readonly bigint[] {
  return Array.from(
    { length: bits + 1 },
    (_, length) => ((1n << BigInt(length)) - 1n) << BigInt(bits - length),
  );
}

export function contains(prefix: Prefix, address: Address): boolean {
  return (
    prefix.family === address.family && (address.bits & mask(prefix.family, prefix.length)) === prefix.network
  );
}

/** Whether two networks have an address in common. */
export function overlaps(a: Prefix, b: Prefix): boolean {
  if (a.family !== b.family) return false;
  const length = Math.min(a.length, b.length);
  return (a.network & mask(a.family, length)) === (b.network & mask(b.family, length));
}

/** Whether a prefix is one address: no link has another in it. */
export function isSingle({ family, length }: Prefix): boolean {
  return length === widthOf(family);
}

/** The last address of a network. */
export function lastOf({ family, network, length }: Prefix): bigint {
  return network | (mask(family, width[family]) ^ mask(family, length));
}

const block = (family: Family, network: bigint, length: number, text: string): Prefix => ({
  family,
  network,
  length,
  text,
});
const linkLocal = [
  block('inet', 0xa9fe0000n, 16, '169.254.0.0/16'),
  block('inet6', 0xfe80n << 112n, 10, 'fe80::/10'),
];

/** RFC 1122 and RFC 4291: 127.0.0.0/8 and ::1. */
export function isLoopback({ family, bits }: Address): boolean {
  return family === 'inet' ? bits >> 24n === 127n : bits === 1n;
}

/** RFC 3927 and RFC 4291: 169.254.0.0/16 and fe80::/10. */
export function isLinkLocal(address: Address): boolean {
  return linkLocal.some((one) => contains(one, address));
}

/** 224.0.0.0/4 and ff00::/8. */
export function isMulticast({ family, bits }: Address): boolean {
  return family === 'inet' ? bits >> 28n === 14n : bits >> 120n === 0xffn;
}

/**
 * Whether an address of a network is for one host: it is neither the network's own nor, of IPv4, the broadcast address. Of
 * two addresses each is for a host (RFC 3021, RFC 6164).
 */
export function isForHost(prefix: Prefix, { bits }: Address): boolean {
  const { family, network, length } = prefix;
  if (length > widthOf(family) - 2) return true;
  return bits !== network && (family === 'inet6' || bits !== lastOf(prefix));
}
