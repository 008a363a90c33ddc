import { nextFree } from '../writing/free-address.ts';
import { freshPrefix } from '../writing/fresh-prefix.ts';
import { valueAt } from '../writing/statement-at.ts';
import type { Remedy } from './remedy.ts';

/** The next free address of the prefix, for one that another has or that no host can have. */
export const nextFreeAddress: Remedy = {
  rules: ['duplicate-address', 'network-address', 'broadcast-address', 'unusable-address'],
  *offers({ rule, span }, bench) {
    const found = bench.heldAt(span);
    const written = valueAt(bench.tree, span);
    if (!found || !written || found.device.kind === 'lo') return;
    const { device, held } = found;
    const isTwice = device.addresses.filter(({ address }) => address.text === held.address.text).length > 1;
    if (isTwice) return;
    const company = bench.network.segments
      .of(device)
      ?.interfaces.flatMap((other) => (other === device ? [] : other.addresses))
      .find(({ address }) => address.family === held.address.family);
    // of an address that no host can have the prefix is wrong, too
    const prefixes = rule === 'unusable-address' ? [] : [held.prefix];
    // of a network that has nobody yet any may be taken
    const { family } = held.address;
    const fresh =
      rule === 'unusable-address'
        ? freshPrefix(bench.nodes, family, family === 'inet' ? Math.max(held.prefix.length, 24) : 64)
        : undefined;
    for (const prefix of [...prefixes, ...(company ? [company.prefix] : []), ...(fresh ? [fresh] : [])]) {
      const free = nextFree({ prefix, behind: held.address.bits }, device, bench.network);
      const text = free && (held.lengthSaid ? `${free.text}/${prefix.length}` : free.text);
      if (text)
        yield { title: `write \`${text}\`, which is free`, edits: [{ span: written.name.span, text }] };
    }
  },
};
