import { addressOf, parseAddress, prefixOf } from '../../model/address.ts';
import { valueAt } from '../writing/statement-at.ts';
import type { Bench } from './bench.ts';
import type { Remedy } from './remedy.ts';

/** An address that can be read, for one that cannot: without leading zeros, with numbers and a length that there are. */
export const plainAddress: Remedy = {
  rules: ['bad-address'],
  one: true,
  *offers({ span }, bench) {
    const value = valueAt(bench.tree, span);
    if (!value) return;
    for (const text of candidates(value.name.text, bench))
      if (parseAddress(text.split('/')[0] ?? ''))
        yield { title: `write \`${text}\``, edits: [{ span: value.name.span, text }] };
  },
};

function candidates(text: string, bench: Bench): readonly string[] {
  const [address = '', length] = text.split('/');
  const behind = length === undefined ? '' : `/${length}`;
  const octets = address.split('.');
  const isInet = octets.length === 4 && !address.includes(':');
  const plain = isInet ? octets.map((octet) => octet.replace(/^0+(?=\d)/, '')).join('.') : address;
  const usual = length === undefined ? [] : [`${plain}/${address.includes(':') ? 64 : 24}`];
  return [
    `${plain}${behind}`,
    ...usual,
    ...(isInet ? withinBounds(octets, behind, bench) : []),
    ...completed(address, behind, bench),
  ];
}

/** `192.168.1.256` as the first address that nobody writes. */
function withinBounds(octets: readonly string[], behind: string, { text }: Bench): readonly string[] {
  const at = octets.findIndex((octet) => Number(octet) > 255);
  if (at < 0) return [];
  const free = Array.from({ length: 254 }, (_, index) => octets.with(at, String(index + 1)).join('.'));
  return free
    .filter((one) => !text.includes(one))
    .slice(0, 1)
    .map((one) => `${one}${behind}`);
}

/** `.2` as one of a prefix that others have. */
function completed(address: string, behind: string, { nodes }: Bench): readonly string[] {
  if (!/^\.\d+$/.test(address)) return [];
  const held = nodes.flatMap(({ devices }) => devices.flatMap(({ addresses }) => addresses));
  const prefixes = held
    .filter(({ prefix }) => prefix.family === 'inet' && prefix.length <= 24)
    .map(({ prefix }) => prefix);
  return prefixes.slice(0, 4).map(({ network, length }) => {
    const one = addressOf(
      'inet',
      prefixOf(addressOf('inet', network), 24).network + BigInt(address.slice(1)),
    );
    return `${one.text}${behind || `/${length}`}`;
  });
}
