import type { Family } from '../../model/address.ts';
import { type Device, deviceName } from '../../model/lab.ts';
import { childOf } from '../../syntax/tree.ts';
import { membersAround } from '../segment-members.ts';
import { nextFree } from '../writing/free-address.ts';
import { insertion } from '../writing/insert-statement.ts';
import { type Bench, isSame } from './bench.ts';
import type { Offer, Remedy } from './remedy.ts';

/** The next free address of its segment, for a device that has none and needs one. */
export const giveOwnAddress: Remedy = {
  rules: ['short-address', 'nothing-to-expect'],
  *offers({ rule, span }, bench) {
    if (rule === 'short-address') {
      const family = bench.slice(span).includes(':') ? 'inet6' : 'inet';
      const statement = bench.around(span, ['veth', 'bridge']);
      const device = bench
        .nodeAt(span)
        ?.devices.find((one) => statement && bench.drawingOf(one) === statement);
      if (device) yield* give(device, family, bench);
      return;
    }
    const expectation = bench.lab.expectations.find(({ origin }) => isSame(origin, span));
    const nodes = [
      ...(expectation?.from ?? []),
      ...(expectation?.to.flatMap(({ node }) => node ?? []) ?? []),
    ];
    for (const device of nodes.slice(0, 4).flatMap(({ devices }) => devices.slice(0, 4)))
      for (const family of ['inet', 'inet6'] as const) yield* give(device, family, bench);
  },
};

function* give(device: Device, family: Family, bench: Bench): Generator<Offer> {
  const isOf = (one: { readonly family: Family }): boolean => one.family === family;
  const statement = bench.drawingOf(device);
  if (!statement || device.master || device.addresses.some(({ address }) => isOf(address))) return;
  const held = membersAround(bench.network, device).find((one) => isOf(one.held.address))?.held;
  const free = held && nextFree({ prefix: held.prefix }, device, bench.network);
  if (!held || !free) return;
  const text = `ip ${free.text}/${held.prefix.length}`;
  const at = childOf(statement, '->')?.span.end ?? statement.values.get('name')?.[0]?.span.end;
  if (at !== undefined)
    yield { title: `give \`${deviceName(device)}\` ${text.slice(3)}`, edits: [insertion(at, ` ${text}`)] };
}
