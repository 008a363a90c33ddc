import { contains, isForHost } from '../../model/address.ts';
import { deviceName } from '../../model/lab.ts';
import { appendAttribute, insertInside } from '../writing/insert-statement.ts';
import { isSame } from './bench.ts';
import type { Remedy } from './remedy.ts';

/** The address of a next hop, for a device on the link that has none or another. */
export const giveAddress: Remedy = {
  rules: ['unheld-next-hop'],
  *offers({ span, related = [] }, bench) {
    const sending = [span, ...related.map((one) => one.span)]
      .map((place) => bench.sendingAt(place))
      .find((one) => one);
    const via = sending?.hop.via;
    if (!sending || !via) return;
    const own = sending.hop.device.addresses.find(({ prefix }) => contains(prefix, via));
    const others = bench.network.segments.of(sending.hop.device)?.interfaces ?? [];
    if (!own || !isForHost(own.prefix, via)) return;
    const text = `${via.text}/${own.prefix.length}`;
    for (const device of others.filter(({ node }) => node !== sending.node).slice(0, 4)) {
      const statement = bench.drawingOf(device);
      const scope = bench.scopeOf(device.node);
      const has = device.addresses.find(({ prefix }) => contains(prefix, via));
      const title = `give \`${deviceName(device)}\` ${text}`;
      if (has && !isForHost(has.prefix, via)) continue;
      if (device.kind === 'uplink' || (has && isSame(span, sending.hop.origin))) continue;
      if (has) yield { title: `${title} instead`, edits: [{ span: has.origin, text }] };
      else if (device.written === 'implied' && scope)
        yield { title, edits: [insertInside(bench.text, scope, `veth ${device.name} ip ${text}`)] };
      else if (statement) yield { title, edits: [appendAttribute(bench.text, statement, `ip ${text}`)] };
    }
  },
};
