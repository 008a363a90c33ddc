import {
  type Address,
  addressOf,
  contains,
  isSingle,
  lastOf,
  type Prefix,
  parseAddress,
  prefixOf,
} from '../../model/address.ts';
import { table } from '../markdown.ts';

/** The network of an address, and what there is in it, as lines. */
export function networkLines(prefix: Prefix): readonly string[] {
  const { family, network, text } = prefix;
  const last = lastOf(prefix);
  const rows: string[][] = [];
  if (isSingle(prefix)) rows.push(['network', `${text}: one address`]);
  else {
    rows.push(['network', text]);
    // RFC 3021: a pair of IPv4 has neither a network's nor a broadcast address
    const isWhole = family === 'inet6' || last - network === 1n;
    const [first, end] = isWhole ? [network, last] : [network + 1n, last - 1n];
    rows.push([
      'usable',
      `${addressOf(family, first).text} – ${addressOf(family, end).text}${count(end - first + 1n)}`,
    ]);
    if (!isWhole) rows.push(['broadcast', addressOf(family, last).text]);
  }
  rows.push(['scope', scopeOf(addressOf(family, network))]);
  return table(rows);
}

function count(addresses: bigint): string {
  return addresses <= 0xffffffffn ? ` (${addresses})` : '';
}

/** What an address is for, by the registries of special-purpose addresses (RFC 6890). */
function scopeOf(address: Address): string {
  const found = special.find(([prefix]) => contains(prefix, address));
  return found?.[1] ?? (address.family === 'inet' ? 'global' : 'not assigned');
}

const special: readonly (readonly [Prefix, string])[] = (
  [
    ['0.0.0.0', 8, 'this network (RFC 791)'],
    ['10.0.0.0', 8, 'private (RFC 1918)'],
    ['100.64.0.0', 10, 'shared, of providers (RFC 6598)'],
    ['127.0.0.0', 8, 'loopback (RFC 1122)'],
    ['169.254.0.0', 16, 'link-local (RFC 3927)'],
    ['172.16.0.0', 12, 'private (RFC 1918)'],
    ['192.0.2.0', 24, 'documentation (RFC 5737)'],
    ['192.168.0.0', 16, 'private (RFC 1918)'],
    ['198.18.0.0', 15, 'benchmarks (RFC 2544)'],
    ['198.51.100.0', 24, 'documentation (RFC 5737)'],
    ['203.0.113.0', 24, 'documentation (RFC 5737)'],
    ['224.0.0.0', 4, 'multicast (RFC 1112)'],
    ['240.0.0.0', 4, 'reserved (RFC 1112)'],
    ['::1', 128, 'loopback (RFC 4291)'],
    ['2001:db8::', 32, 'documentation (RFC 3849)'],
    ['2000::', 3, 'global (RFC 4291)'],
    ['fc00::', 7, 'unique local (RFC 4193)'],
    ['fe80::', 10, 'link-local (RFC 4291)'],
    ['ff00::', 8, 'multicast (RFC 4291)'],
  ] as const
).map(([text, length, scope]) => [prefixOf(parseAddress(text) as Address, length), scope]);
