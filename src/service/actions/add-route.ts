import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import { type Address, contains, type Prefix, prefixOf, widthOf } from '../../model/address.ts';
import { type Device, type Node, nodeName } from '../../model/lab.ts';
import { appendAttribute } from '../writing/insert-statement.ts';
import { asWritten } from '../writing/short-form.ts';
import { type Bench, isSame } from './bench.ts';
import type { Offer, Remedy } from './remedy.ts';
import { routersOf } from './routers.ts';

/** The route that a node lacks, to where it is to send or back to who sends to it. */
export const addRoute: Remedy = {
  rules: ['no-way-back', 'unmet-expectation'],
  *offers(finding, bench) {
    const node = bench.nodeAt(finding.span);
    if (!node) return;
    for (const prefix of soughtBy(finding, bench)) yield* routes(node, prefix, bench);
  },
};

/** The prefixes that somebody may have to be reached in: of the sender, or of both sides of an expectation. */
function soughtBy({ rule, related = [] }: Diagnostic, bench: Bench): readonly Prefix[] {
  const prefixes = related.flatMap(({ span }) => {
    if (rule === 'no-way-back') return prefixesOf(bench.sendingAt(span)?.hop.device);
    return bench.lab.expectations
      .filter(({ origin }) => isSame(origin, span))
      .flatMap(({ from, to }) => [
        ...to.flatMap((one) => (one.node ? one.node.devices.flatMap(prefixesOf) : one.addresses.map(single))),
        ...from.flatMap(({ devices }) => devices.flatMap(prefixesOf)),
      ]);
  });
  return [...new Map(prefixes.map((prefix) => [prefix.text, prefix])).values()].slice(0, 4);
}

function prefixesOf(device: Device | undefined): readonly Prefix[] {
  return device?.addresses.map(({ prefix }) => prefix) ?? [];
}

function single(address: Address): Prefix {
  return prefixOf(address, widthOf(address.family));
}

function* routes(node: Node, prefix: Prefix, bench: Bench): Generator<Offer> {
  const own = node.devices.flatMap(({ addresses }) => addresses);
  if (own.some((held) => held.prefix.text === prefix.text)) return;
  const routers = routersOf(node, prefix.family, bench, prefix);
  if (routers.length === 0) yield* overDevices(node, prefix, bench);
  for (const { device, via } of routers) {
    const statement = bench.drawingOf(device);
    if (!statement || contains(prefix, via)) continue;
    const short = asWritten(bench.tree, via, device, statement.span.end);
    for (const route of [`route ${prefix.text} via ${short}`, `gw ${short}`])
      yield {
        title: `write \`${route}\` at \`${device.name}\` of ${nodeName(node)}`,
        edits: [appendAttribute(bench.text, statement, route)],
      };
  }
}

/** Where nobody on a link could pass packets on, the link itself may lead there. */
function* overDevices(node: Node, prefix: Prefix, bench: Bench): Generator<Offer> {
  for (const device of node.devices) {
    const statement = device.kind === 'lo' ? undefined : bench.drawingOf(device);
    const route = `route ${prefix.text} dev ${device.name}`;
    if (statement)
      yield {
        title: `write \`${route}\` at \`${device.name}\` of ${nodeName(node)}`,
        edits: [appendAttribute(bench.text, statement, route)],
      };
  }
}
