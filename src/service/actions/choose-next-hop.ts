import type { Family } from '../../model/address.ts';
import type { Device, Node } from '../../model/lab.ts';
import { asWritten } from '../writing/short-form.ts';
import { valueAt } from '../writing/statement-at.ts';
import type { Bench } from './bench.ts';
import type { Remedy } from './remedy.ts';
import { routersOf } from './routers.ts';

/** The address of a router on the link, in the place of a next hop that is none. */
export const chooseNextHop: Remedy = {
  rules: [
    'next-hop-not-on-link',
    'own-next-hop',
    'bad-next-hop',
    'unheld-next-hop',
    'short-address',
    'mixed-families',
  ],
  *offers({ span }, bench) {
    const written = valueAt(bench.tree, span);
    if (!written || !['gw', 'via'].includes(written.statement.word.keyword)) return;
    const node = bench.nodeAt(span);
    if (!node) return;
    for (const { device, via } of routersOf(node, familyOf(bench, span.start, written.name.text), bench)) {
      const text = completes(device, span.start, bench, node)
        ? asWritten(bench.tree, via, device, span.start)
        : via.text;
      yield { title: `write \`${text}\``, edits: [{ span: written.name.span, text }] };
    }
  },
};

/** Whether short addresses are completed from this device at a place. */
function completes({ origin }: Device, start: number, bench: Bench, node: Node): boolean {
  const around = bench.around({ start, end: start }, ['veth', 'bridge', 'uplink', 'lo']);
  return (
    around !== undefined &&
    bench.statementOf(origin, ['veth', 'bridge', 'uplink', 'lo']) === around &&
    node.devices.length > 0
  );
}

/** Of a route to a prefix the prefix says it. */
function familyOf(bench: Bench, start: number, text: string): Family {
  const prefix = bench.around({ start, end: start }, ['route'])?.values.get('prefix')?.[0]?.text;
  return (prefix && prefix !== 'default' ? prefix : text).includes(':') ? 'inet6' : 'inet';
}
