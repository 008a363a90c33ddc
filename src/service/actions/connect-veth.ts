import type { Device } from '../../model/lab.ts';
import { insertion } from '../writing/insert-statement.ts';
import type { Bench } from './bench.ts';
import type { Remedy } from './remedy.ts';

/** More are no choice. */
const most = 5;

/** The other end for a veth that has none: a bridge within reach, or another veth without one. */
export const connectVeth: Remedy = {
  rules: ['unconnected-veth'],
  *offers({ span }, bench) {
    const device = bench.deviceAt(span);
    const name = device && bench.drawingOf(device)?.values.get('name')?.at(-1);
    if (!device || !name) return;
    for (const end of endsFor(device, bench))
      yield { title: `write \`-> ${end}\``, edits: [insertion(name.span.end, ` -> ${end}`)] };
  },
};

function endsFor(device: Device, { nodes }: Bench): readonly string[] {
  const { node } = device;
  const near = [node, node.host.root];
  const bridges = near.flatMap(({ devices }) =>
    devices.flatMap(({ kind, name }) => (kind === 'bridge' ? [name] : [])),
  );
  const loose = nodes
    .filter(({ host }) => host === node.host)
    .flatMap(({ devices }) => devices)
    .filter((one) => one !== device && one.kind === 'veth' && one.written === 'written' && !one.peer)
    .map((one) => (near.includes(one.node) ? one.name : `${one.node.name}:${one.name}`));
  // of several that lack their other end any could be meant
  const ends = loose.length > 1 ? [...bridges, ...loose] : [...loose, ...bridges];
  return [...new Set(ends)].slice(0, most);
}
