// What a change of a lab is about: a device, a node, a prefix, a route of it, as the dice fall.

import type { Dice } from './dice.ts';
import type { Draft, DraftDevice, DraftFamily, DraftNode, Member } from './draft.ts';
import { addressIn, families, networksOf } from './topology.ts';

const tables = ['100', '200'];

/** A device of some node that packets can leave through. */
export function someDevice(draft: Draft, dice: Dice): Member | undefined {
  const all = draft.nodes.flatMap((node) =>
    node.devices.filter((device) => device.kind !== 'lo').map((device) => ({ node, device })),
  );
  return dice.maybe(all.filter(({ device }) => device.ips.length > 0));
}

export function someNode(draft: Draft, dice: Dice): DraftNode | undefined {
  return dice.maybe(draft.nodes.filter((node) => node.devices.some(({ ips }) => ips.length > 0)));
}

export function someRouter(draft: Draft, dice: Dice): DraftNode | undefined {
  return dice.maybe(draft.nodes.filter(({ forward }) => forward));
}

/** Every address of the lab, without lengths. */
export function addressesOf(draft: Draft, family?: DraftFamily): readonly string[] {
  return draft.nodes
    .flatMap(({ devices }) => devices.flatMap(({ ips }) => ips))
    .map((ip) => ip.split('/')[0] ?? '')
    .filter((ip) => !ip.startsWith('fe80:') && (!family || ip.includes(':') === (family === 'inet6')));
}

export function prefixesOf(draft: Draft, family: DraftFamily): readonly string[] {
  return draft.segments.map((segment) => segment[family]?.prefix).filter((text) => text !== undefined);
}

export function usedFamily(draft: Draft, dice: Dice): DraftFamily {
  return dice.maybe(families.filter((family) => prefixesOf(draft, family).length > 0)) ?? 'inet';
}

/** A neighbour of a node on one of its networks, by its address. */
export function someNeighbour(
  draft: Draft,
  dice: Dice,
  node: DraftNode,
  family: DraftFamily,
): { via: string; device: DraftDevice; member: Member } | undefined {
  const all = networksOf(draft, node).flatMap((segment) => {
    const own = segment.members.find((one) => one.node === node);
    return segment.members.flatMap((member) => {
      const via = addressIn(member, segment, family);
      return via && own && member.node !== node ? [{ via, device: own.device, member }] : [];
    });
  });
  return dice.maybe(all);
}

/** A prefix that a route may be for: a network of the lab, a part of one, more than one, one address. */
export function somePrefix(draft: Draft, dice: Dice, family: DraftFamily): string {
  const address = dice.maybe(addressesOf(draft, family));
  const host = family === 'inet' ? 32 : 128;
  switch (dice.int(1, 6)) {
    case 1:
      return address ? `${address}/${host}` : 'default';
    case 2:
      return 'default';
    case 3:
      return family === 'inet' ? '10.0.0.0/8' : 'fd00::/16';
    case 4:
      return family === 'inet' ? '10.0.0.0/14' : 'fd00::/24';
    default:
      return dice.maybe(prefixesOf(draft, family)) ?? 'default';
  }
}

function isRoute(line: string): boolean {
  return line.startsWith('route ') || line.startsWith('gw ');
}

function withRoutes(draft: Draft, dice: Dice): DraftNode | undefined {
  return dice.maybe(draft.nodes.filter(({ lines }) => lines.some(isRoute)));
}

export function changeRoute(draft: Draft, dice: Dice, change: (line: string) => string | undefined): void {
  const node = withRoutes(draft, dice);
  const line = node && dice.maybe(node.lines.filter(isRoute));
  if (!node || line === undefined) return;
  const changed = change(line);
  node.lines.splice(node.lines.indexOf(line), 1, ...(changed === undefined ? [] : [changed]));
}

export function familyOf(line: string): DraftFamily {
  return line.includes(':') ? 'inet6' : 'inet';
}

export const metric = (dice: Dice): string => `metric ${dice.pick([5, 10, 50, 256, 1024, 2000])}`;

/** A routing policy: a table with a route, and what is looked up in it. */
export function addRule(draft: Draft, dice: Dice): void {
  const node = someNode(draft, dice);
  const family = usedFamily(draft, dice);
  const hop = node && someNeighbour(draft, dice, node, family);
  if (!node || !hop) return;
  const table = dice.maybe(tables) ?? '100';
  node.lines.push(`route ${somePrefix(draft, dice, family)} via ${hop.via} table ${table}`);
  const own = node.devices.flatMap(({ ips }) => ips).map((ip) => ip.split('/')[0] ?? '');
  const from = dice.maybe(own.filter((ip) => ip.includes(':') === (family === 'inet6')));
  const prefix = dice.maybe(prefixesOf(draft, family)) ?? 'all';
  const address = dice.maybe(addressesOf(draft, family)) ?? 'all';
  const priority = dice.chance(40) ? ` priority ${dice.pick([100, 200, 32_766, 40_000])}` : '';
  const rule = dice.pick([
    `from ${dice.pick([from ?? 'all', prefix])} lookup ${table}`,
    `to ${prefix} lookup ${table}`,
    `to ${address} lookup main`,
    `from ${address} ${dice.pick(['prohibit', 'blackhole', 'unreachable'])}`,
    `iif ${hop.device.name} lookup ${table}`,
    `iif lo to ${prefix} lookup ${table}`,
    `oif ${hop.device.name} to ${address} lookup ${table}`,
    `not from ${from ?? prefix} to ${prefix} lookup ${table}`,
    `from ${prefix} to ${address} ${dice.pick(['prohibit', 'blackhole', 'unreachable'])}`,
    `to ${prefix} lookup main suppress_prefixlength ${dice.pick([0, 8, 16, 24])}`,
  ]);
  node.lines.push(`rule ${rule}${priority}`);
}
