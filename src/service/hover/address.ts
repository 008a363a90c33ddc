import type { Analysis } from '../../compile.ts';
import { networkOf } from '../../forwarding/network.ts';
import {
  type Address,
  contains,
  isSingle,
  type Prefix,
  parseAddress,
  prefixOf,
  widthOf,
} from '../../model/address.ts';
import { type CompletedAddress, type Device, deviceName, type Lab, nodesOf } from '../../model/lab.ts';
import type { Name } from '../../syntax/tree.ts';
import { isForwarding } from '../forwards.ts';
import { capped, code, fence, table } from '../markdown.ts';
import type { Standing } from '../standing.ts';
import { networkLines } from './network.ts';
import { segmentMarkdown } from './segment.ts';

const mostHolders = 12;
const mostOthers = 3;

/** An address with or without a length, or a prefix: what it is, completed and explained. */
export function addressMarkdown({ lab }: Analysis, name: Name, standing: Standing): string | undefined {
  const completed = lab.completed.filter(({ origin }) => origin.start === name.span.start);
  if (completed[0]) return shortMarkdown(lab, name, [completed[0], ...completed.slice(1)]);
  const [text = '', length] = name.text.split('/');
  const address = parseAddress(text);
  if (!address || (length !== undefined && !isLength(length, address))) return undefined;
  const { device } = standing;
  const own = device?.addresses.find(({ origin }) => origin.start === name.span.start);
  if (own && device)
    return [
      `${code(name.text)}: an address of ${code(deviceName(device))}`,
      fence(networkLines(own.prefix)),
      ...segmentMarkdown(lab, device),
    ].join('\n\n');
  if (length === undefined) return hostMarkdown(lab, address, standing);
  return prefixMarkdown(lab, prefixOf(address, Number(length)));
}

/** What a short address stands for; in copies of a range or a loop that may be several. */
function shortMarkdown(
  lab: Lab,
  name: Name,
  all: readonly [CompletedAddress, ...(readonly CompletedAddress[])],
): string {
  const [{ address, from, device }] = all;
  const others = [...new Set(all.map((one) => one.address.text))].slice(1);
  const more = others.length > mostOthers ? ', …' : '';
  const copies =
    others.length > 0
      ? `; in other copies it is ${others.slice(0, mostOthers).map(code).join(', ')}${more}`
      : '';
  const whence = `completed from ${code(prefixText(from))} of ${code(deviceName(device))}`;
  return [
    `${code(name.text)} is ${code(address.text)}, ${whence}${copies}. ${holders(lab, address)}`,
    fence(networkLines(from.prefix)),
    ...segmentMarkdown(lab, device),
  ].join('\n\n');
}

function prefixText({ address, prefix }: Device['addresses'][number]): string {
  return `${address.text}/${prefix.length}`;
}

function isLength(text: string, { family }: Address): boolean {
  return /^\d{1,3}$/.test(text) && Number(text) <= widthOf(family);
}

/** An address that stands alone: a next hop, a target. */
function hostMarkdown(lab: Lab, address: Address, { node, device }: Standing): string {
  const near = [
    ...(device ? [device] : []),
    ...(node?.devices ?? []),
    ...networkOf(lab).segments.everywhere(address),
  ];
  const at = near.find(({ addresses }) => addresses.some(({ prefix }) => contains(prefix, address)));
  const held = at?.addresses.find(({ prefix }) => contains(prefix, address));
  const prefix = held?.prefix ?? prefixOf(address, widthOf(address.family));
  return [
    `${code(address.text)}. ${holders(lab, address)}`,
    fence(networkLines(prefix)),
    ...(at ? segmentMarkdown(lab, at) : []),
  ].join('\n\n');
}

function holders(lab: Lab, address: Address): string {
  const found = networkOf(lab).segments.everywhere(address);
  if (found.length === 0) return 'Nobody in the lab has it.';
  const [first] = found;
  const names = found.slice(0, 3).map((one) => code(deviceName(one)));
  const more = found.length > 3 ? ` and ${found.length - 3} more` : '';
  const forwards = found.length === 1 && first && isForwarding(first.node) ? ', and forwards' : '';
  return `${names.join(', ')}${more} ${found.length === 1 ? 'has' : 'have'} it${forwards}.`;
}

/** A network, and who has addresses in it. */
function prefixMarkdown(lab: Lab, prefix: Prefix): string {
  const rows = lab.hosts
    .flatMap(nodesOf)
    .flatMap(({ devices }) =>
      devices.flatMap((device) =>
        device.addresses
          .filter(({ address }) => contains(prefix, address))
          .map((held) => [prefixText(held), deviceName(device)]),
      ),
    );
  const title = isSingle(prefix) ? 'one address' : 'a network';
  const members =
    rows.length > 0
      ? [`In it:\n\n${fence(capped(table(rows), mostHolders))}`]
      : ['Nobody in the lab has an address in it.'];
  return [`${code(prefix.text)}: ${title}`, fence(networkLines(prefix)), ...members].join('\n\n');
}
