import type { Shape, Value, Word } from './word.ts';

/** How each shape of value is written in the forms of the page, and what it is; where that is not said here, the word says it. */
export const shapes: Readonly<Record<Shape, readonly [placeholder?: string, meaning?: string]>> = {
  name: ['NAME', 'a name that you give: letters, digits, `_`, `.`, `+`, `-`'],
  reference: [],
  address: [
    'ADDRESS',
    'an IPv4 or IPv6 address without a length; short (`.1`, `::1`) where a prefix completes it',
  ],
  'interface-address': [
    'ADDRESS/LENGTH',
    'an address with the length of its prefix; without a length /32 or /128',
  ],
  prefix: ['PREFIX', 'a network without host bits, a single address, or `default`'],
  number: [],
  variable: ['VARIABLE', 'a name that you give: letters, digits, `_`'],
  item: ['VALUE', 'a range (`1..9`, `9..1`, `0..10..2`, `a..e`, `{i+1}..4`) or a value'],
  mac: ['MAC', 'a link-layer address, six bytes in hexadecimal'],
};

const nodeSlots = ['from', 'nodes'];

/** A word with its values: `ip ADDRESS/LENGTH[, …]`. */
export function formOf({ keyword, values, loop }: Word): string {
  return [keyword, ...values.map(valueForm), ...(loop ? ['< … >'] : [])].join(' ');
}

function valueForm(value: Value): string {
  const form = `${placeholder(value)}${value.list ? '[, …]' : ''}`;
  return value.optional ? `[${form}]` : form;
}

/** How a value is written in the form of its word. */
export function placeholder({ shape, slot, choices }: Value): string {
  return choices?.join('|') ?? shapes[shape][0] ?? (nodeSlots.includes(slot) ? 'NODE' : slot.toUpperCase());
}
