import {
  addressOf,
  type Family,
  overlaps,
  type Prefix,
  parseAddress,
  prefixOf,
  widthOf,
} from '../../model/address.ts';
import type { Node } from '../../model/lab.ts';

/** The private networks that prefixes of a length are taken from: the smallest that has several (RFC 1918, RFC 4193). */
const homes: Readonly<Record<Family, readonly (readonly [text: string, length: number])[]>> = {
  inet: [
    ['192.168.0.0', 16],
    ['10.0.0.0', 8],
  ],
  inet6: [['fd00::', 48]],
};

/** So many are looked through. */
const mostTried = 4096n;

/** The first private prefix of a length that meets none of a lab. */
export function freshPrefix(nodes: readonly Node[], family: Family, length: number): Prefix | undefined {
  const [text, least] = homes[family].find((home) => home[1] < length) ?? [];
  const home = text === undefined ? undefined : parseAddress(text);
  if (!home || least === undefined) return undefined;
  const used = nodes
    .flatMap(({ devices }) => devices.flatMap(({ addresses }) => addresses.map(({ prefix }) => prefix)))
    // somebody who writes 0.0.0.0/0 has taken nothing
    .filter((prefix) => prefix.length >= least);
  const size = 1n << BigInt(widthOf(family) - length);
  const count = 1n << BigInt(length - least);
  for (let index = 0n; index < count && index < mostTried; index++) {
    const prefix = prefixOf(addressOf(family, home.bits + index * size), length);
    if (!used.some((one) => overlaps(one, prefix))) return prefix;
  }
  return undefined;
}
