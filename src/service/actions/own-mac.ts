import { valueAt } from '../writing/statement-at.ts';
import type { Remedy } from './remedy.ts';

/** A MAC address that a device can have: the same digits, with the first octet of one’s own, or a free one. */
export const ownMac: Remedy = {
  rules: ['bad-mac', 'duplicate-mac'],
  one: true,
  *offers({ rule, span }, bench) {
    const value = valueAt(bench.tree, span);
    if (!value) return;
    const digits = value.name.text.toLowerCase().replace(/[^0-9a-f]/g, '');
    const taken = new Set(bench.nodes.flatMap(({ devices }) => devices.flatMap(({ mac }) => mac ?? [])));
    const own = Array.from({ length: 255 }, (_, index) =>
      colons(`02${(index + 1).toString(16).padStart(10, '0')}`),
    );
    const free = own.find((mac) => !taken.has(mac));
    const same =
      rule === 'bad-mac' && digits.length === 12 ? [colons(digits), colons(`02${digits.slice(2)}`)] : [];
    for (const mac of [...same, ...(free ? [free] : [])])
      yield { title: `write \`${mac}\``, edits: [{ span: value.name.span, text: mac }] };
  },
};

function colons(digits: string): string {
  return digits.match(/../g)?.join(':') ?? '';
}
