import type { Edit } from '../../diagnostic/diagnostic.ts';
import type { Device } from '../../model/lab.ts';
import { appendAttribute } from '../writing/insert-statement.ts';
import { removeStatement } from '../writing/remove.ts';
import type { Bench } from './bench.ts';
import { isSame } from './bench.ts';
import type { Remedy } from './remedy.ts';

/** RFC 8200 § 5. */
const leastIPv6 = 1280;

/** One MTU for all of a segment. */
export const sameMtu: Remedy = {
  rules: ['different-mtus', 'small-mtu'],
  *offers({ rule, span }, bench) {
    const writer = bench.nodes
      .flatMap(({ devices }) => devices)
      .find(({ origin, mtuOrigin }) => isSame(mtuOrigin ?? origin, span));
    const segment = writer && bench.network.segments.of(writer);
    if (!segment) return;
    const written = segment.devices.filter((one) => one.written === 'written');
    const said = written.filter(({ mtu }) => mtu !== undefined);
    const sizes = rule === 'small-mtu' ? [leastIPv6] : new Set(said.map(({ mtu }) => mtu));
    for (const mtu of sizes)
      yield {
        title: `write \`mtu ${mtu}\` at all on this segment`,
        edits: written.flatMap((one) => withMtu(one, mtu, bench)),
      };
    yield {
      title: 'write no `mtu` on this segment',
      edits: said.flatMap((one) => withMtu(one, undefined, bench)),
    };
  },
};

function withMtu(device: Device, mtu: number | undefined, bench: Bench): readonly Edit[] {
  if (device.mtu === mtu || (mtu !== undefined && device.kind === 'bridge' && device.mtu === undefined))
    return [];
  if (device.mtuOrigin) {
    const statement = bench.around(device.mtuOrigin, ['mtu']);
    if (!statement) return [];
    return [
      mtu === undefined
        ? removeStatement(bench.text, statement.span)
        : { span: device.mtuOrigin, text: String(mtu) },
    ];
  }
  const statement = bench.drawingOf(device);
  return statement ? [appendAttribute(bench.text, statement, `mtu ${mtu}`)] : [];
}
