import { toWrite } from '../diagnostic/advice.ts';
import type { Name } from '../syntax/tree.ts';
import { shorten } from '../util/shorten.ts';
import {
  type Address,
  addressOf,
  contains,
  defaultPrefix,
  type Family,
  isSingle,
  mask,
  type Prefix,
  parseAddress,
  prefixOf,
  readOctets,
  widthOf,
} from './address.ts';
import { addressAdvice } from './address-advice.ts';
import { type Findings, isReported, rewrite } from './findings.ts';
import type { Device, InterfaceAddress, Node } from './lab.ts';

/** Reads `192.168.1.2/24` at a device; without a length it is a host address, as in ip-address(8). */
export function interfaceAddress(name: Name, findings: Findings): InterfaceAddress | undefined {
  const read = addressAndLength(name, findings);
  if (!read) return undefined;
  const { address, length } = read;
  return {
    address,
    prefix: prefixOf(address, length ?? widthOf(address.family)),
    lengthSaid: length !== undefined,
    origin: name.span,
  };
}

/** Reads `192.168.0.0/16`, `10.0.0.1` (a host), or `default` in a family. */
export function routePrefix(name: Name, family: Family, findings: Findings): Prefix | undefined {
  if (name.text === 'default') return defaultPrefix(family);
  const read = addressAndLength(name, findings);
  if (!read) return undefined;
  const prefix = prefixOf(read.address, read.length ?? widthOf(read.address.family));
  if (prefix.network !== read.address.bits) {
    findings.error(
      'host-bits',
      name.span,
      `\`${name.text}\` has bits behind its length of ${prefix.length}: it is an address, not a network.`,
      rewrite(name, prefix.text),
    );
    return undefined;
  }
  return prefix;
}

function addressAndLength(
  name: Name,
  findings: Findings,
): { address: Address; length: number | undefined } | undefined {
  if (isReported(name)) return undefined;
  const slash = name.text.indexOf('/');
  const text = slash < 0 ? name.text : name.text.slice(0, slash);
  const address = parseAddress(text);
  if (!address || (slash >= 0 && name.text.includes('/', slash + 1))) {
    badAddress(name, findings);
    return undefined;
  }
  if (slash < 0) return { address, length: undefined };
  const lengthText = name.text.slice(slash + 1);
  const widest = widthOf(address.family);
  if (lengthText === '') {
    findings.error('bad-address', name.span, 'The length behind the `/` is missing.', {
      ...toWrite(`${text}/${widest === 32 ? 24 : 64}`),
    });
    return undefined;
  }
  if (!/^\d{1,3}$/.test(lengthText) || Number(lengthText) > widest) {
    const bits = maskBits(lengthText);
    findings.error(
      'bad-address',
      name.span,
      `\`${shorten(lengthText)}\` is no length of an ${address.family === 'inet' ? 'IPv4' : 'IPv6'} prefix.`,
      bits === undefined
        ? { help: `it is a number of bits from 0 to ${widest}` }
        : rewrite(name, `${text}/${bits}`),
    );
    return undefined;
  }
  return { address, length: Number(lengthText) };
}

function maskBits(text: string): number | undefined {
  const bits = text.includes('.') ? parseAddress(text) : undefined;
  if (!bits) return undefined;
  const length = Array.from({ length: 33 }, (_, index) => index).find(
    (one) => mask('inet', one) === bits.bits,
  );
  return length;
}

function badAddress(name: Name, findings: Findings, isHop = false): void {
  const help = addressAdvice(name.text, isHop);
  findings.error('bad-address', name.span, `\`${shorten(name.text)}\` is no IP address.`, help);
}

/** Whether an address is one to be completed. */
export function isShort(text: string): boolean {
  return shortFamily(text) !== undefined;
}

function shortFamily(text: string): Family | undefined {
  const first = text.charCodeAt(0);
  if (first !== 46 && first !== 58) return undefined;
  if (/^\.[\d.]+$/.test(text)) return 'inet';
  return /^::[0-9a-f:]+$/i.test(text) ? 'inet6' : undefined;
}

/** Reads an address that may be short (`.1`, `::1`), completed from an interface address of `device`. */
export function hopAddress(
  name: Name,
  node: Node,
  device: Device | undefined,
  findings: Findings,
): Address | undefined {
  if (isReported(name)) return undefined;
  const short = shortFamily(name.text);
  if (short) return completed(name, short, node, device, findings);
  const address = parseAddress(name.text);
  if (address) return address;
  const [host, length] = name.text.split('/');
  const bare = parseAddress(host ?? '');
  if (bare && length !== undefined) {
    findings.error(
      'next-hop-length',
      name.span,
      'A next hop is an address without a length.',
      rewrite(name, bare.text),
    );
  } else badAddress(name, findings, true);
  return undefined;
}

function completed(
  name: Name,
  family: Family,
  node: Node,
  device: Device | undefined,
  findings: Findings,
): Address | undefined {
  const shown = `\`${shorten(name.text)}\``;
  if (!device) {
    if (node.unsure) return undefined;
    findings.error(
      'short-address',
      name.span,
      `${shown} is short for nothing here: it stands at no device.`,
      {
        help: 'write the whole address, or move this behind the device whose prefix completes it',
      },
    );
    return undefined;
  }
  const from = completing(device, family, name.span.start);
  if (!from) {
    if (device.node.unsure) return undefined;
    const what = family === 'inet' ? 'IPv4' : 'IPv6';
    findings.error(
      'short-address',
      name.span,
      `${shown} cannot be completed: \`${device.name}\` has no ${what} address.`,
      {
        help: 'write the whole address',
        related: [{ span: device.origin, message: 'this device' }],
      },
    );
    return undefined;
  }
  const parts = lowParts(name.text, family);
  if (!parts) {
    badAddress(name, findings, true);
    return undefined;
  }
  const address = addressOf(family, ((from.prefix.network >> parts.width) << parts.width) | parts.bits);
  const single = isSingle(from.prefix);
  // the length is what is wrong there, and it is said here
  if (single && !from.lengthSaid) device.node.unsure = device.node.damaged = true;
  if (!single && contains(from.prefix, address)) {
    findings.completed.at(-1)?.push({ address, from, device, origin: name.span });
    return address;
  }
  findings.error(
    'short-address',
    name.span,
    single
      ? `${shown} cannot be completed from \`${from.prefix.text}\`: that is a single address.`
      : `${shown} would be ${address.text}, which is outside ${from.prefix.text}.`,
    {
      help: single
        ? 'write the whole address, or the length that is missing behind the other'
        : 'write the whole address',
      related: [{ span: from.origin, message: 'completed from this prefix' }],
    },
  );
  return undefined;
}

/** The address of a device that completes short ones at a place: the nearest of the family before it, else the first. */
export function completing(
  { addresses }: Device,
  family: Family,
  place: number,
): InterfaceAddress | undefined {
  return (
    addresses.findLast(({ address, origin }) => address.family === family && origin.end <= place) ??
    addresses.find(({ address }) => address.family === family)
  );
}

/** The low bits that a short address gives, and how many there are. */
function lowParts(text: string, family: Family): { bits: bigint; width: bigint } | undefined {
  if (family === 'inet') {
    const octets = readOctets(text, 1);
    if (!octets || octets.count > 3) return undefined;
    return { bits: BigInt(octets.bits), width: BigInt(8 * octets.count) };
  }
  const groups = text.slice(2).split(':');
  if (groups.length > 7 || groups.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return {
    bits: groups.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n),
    width: BigInt(16 * groups.length),
  };
}

/** Reads a number between two bounds; `names` says, behind them, what else there might stand. */
export function numberIn(
  name: Name,
  from: number,
  to: number,
  what: string,
  findings: Findings,
  names = '',
): number | undefined {
  if (isReported(name)) return undefined;
  const value = /^\d{1,10}$/.test(name.text) ? Number(name.text) : Number.NaN;
  if (value >= from && value <= to) return value;
  findings.error(
    'bad-number',
    name.span,
    `\`${shorten(name.text)}\` is no ${what}: it is a number from ${from} to ${to}${names}.`,
    { advice: { bounds: [from, to] } },
  );
  return undefined;
}

/** Reads a MAC address that a device can have; in small letters, as ip-link(8) prints it. */
export function macAddress(name: Name, findings: Findings): string | undefined {
  if (isReported(name)) return undefined;
  const text = name.text.toLowerCase().replace(/-/g, ':');
  if (!/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/.test(text)) {
    findings.error('bad-mac', name.span, `\`${shorten(name.text)}\` is no MAC address.`, {
      help: 'write it as `02:00:00:00:00:01`',
    });
    return undefined;
  }
  if (Number.parseInt(text.slice(0, 2), 16) & 1 || text === '00:00:00:00:00:00') {
    findings.error(
      'bad-mac',
      name.span,
      `\`${text}\` is ${text.startsWith('00') ? 'all zeros' : 'a group address'}: no device can have it.`,
      {
        help: 'an address of your own begins with 02',
      },
    );
    return undefined;
  }
  return text;
}
