import { childOf } from '../../syntax/tree.ts';
import { removeStatement } from '../writing/remove.ts';
import { isSame } from './bench.ts';
import type { Remedy } from './remedy.ts';

/** The MAC address of the device that has a neighbour’s address, or none that is written by hand. */
export const neighbourMac: Remedy = {
  rules: ['unheld-next-hop'],
  *offers({ span }, bench) {
    const entry = bench.nodes
      .flatMap(({ neighbours }) => neighbours)
      .find(({ origin }) => isSame(origin, span));
    const statement = entry && bench.around(span, ['neigh']);
    if (!statement) return;
    const written = [...(childOf(statement, 'lladdr')?.values.values() ?? [])].flat()[0];
    const others = bench.network.segments.of(entry.device)?.interfaces ?? [];
    const holder = others.find(({ addresses }) =>
      addresses.some(({ address }) => address.text === entry.address.text),
    );
    if (written && holder?.mac)
      yield { title: `write \`${holder.mac}\``, edits: [{ span: written.span, text: holder.mac }] };
    yield {
      title: `remove \`${bench.slice(statement.span)}\``,
      edits: [removeStatement(bench.text, statement.span)],
    };
  },
};
