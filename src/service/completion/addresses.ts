import { networkOf } from '../../forwarding/network.ts';
import {
  type Address,
  addressOf,
  contains,
  isLinkLocal,
  isSingle,
  lastOf,
  type Prefix,
  parseAddress,
  prefixOf,
} from '../../model/address.ts';
import { countedAddresses } from '../../model/expectations.ts';
import { deviceName, type Lab, nodeName, nodesOf } from '../../model/lab.ts';
import { isForwarding } from '../forwards.ts';
import { type Member, membersAround } from '../segment-members.ts';
import { shortest } from '../short-address.ts';
import type { Standing } from '../standing.ts';
import { askedHops, nextFree } from '../writing/free-address.ts';
import type { Offer } from './offer.ts';

/** Addresses that are free on the segment of a device, with their length: in each prefix that is used there. */
export function* freeAddresses(lab: Lab, { node, device }: Standing): Generator<Offer> {
  if (!node || !device || device.kind === 'uplink' || device.kind === 'lo') return;
  const network = networkOf(lab);
  const members = membersAround(network, device);
  const prefixes = new Map(members.map(({ held: { prefix } }) => [prefix.text, prefix]));
  const taken = new Set(members.map(({ held }) => held.address.text));
  const asked = askedHops(network, device).filter((one) => !taken.has(one.text));
  for (const prefix of prefixes.values()) {
    if (isSingle(prefix)) continue;
    const missing = asked.filter((one) => contains(prefix, one));
    const free = nextFree({ prefix }, device, network);
    const offers = [
      ...(free ? [offerOf(free, prefix, `the first free address of ${prefix.text}`)] : []),
      ...missing.map((one) => offerOf(one, prefix, 'others use it as their next hop')),
    ];
    yield* isForwarding(node) ? offers.reverse() : offers;
  }
  if (prefixes.size === 0) yield* freshPrefix(lab);
}

function offerOf({ text }: Address, { length }: Prefix, detail: string): Offer {
  return { kind: 'address', text: `${text}/${length}`, detail };
}

/** The first address of a prefix that the lab does not use: the one behind its last. */
function* freshPrefix(lab: Lab): Generator<Offer> {
  const used = prefixesOf(lab).filter((one) => one.family === 'inet' && one.length < 31 && one.length > 0);
  const last = used.reduce<Prefix | undefined>((a, b) => (a && lastOf(a) > lastOf(b) ? a : b), undefined);
  const next = last ? addressOf('inet', (lastOf(last) + 1n) & 0xffffffffn) : parseAddress('10.0.0.0');
  if (!next) return;
  const prefix = prefixOf(next, last?.length ?? 24);
  yield offerOf(addressOf('inet', prefix.network + 1n), prefix, 'a prefix that nothing uses yet');
}

/** Addresses of others on the segments of a device, or of a node: those that forward first, as short as can be. */
export function* nextHops(lab: Lab, { node, device }: Standing, place: number): Generator<Offer> {
  if (!node) return;
  const network = networkOf(lab);
  const found: Member[] = [];
  for (const own of device ? [device] : node.devices) {
    const prefixes = own.addresses.map(({ prefix }) => prefix);
    for (const member of membersAround(network, own))
      if (member.device.node !== node && prefixes.some((one) => contains(one, member.held.address)))
        found.push(member);
  }
  const rank = (one: Member): number => (isForwarding(one.device.node) ? 0 : 1);
  for (const { device: other, held } of found.toSorted((a, b) => rank(a) - rank(b)))
    yield {
      kind: 'address',
      text: shortest(held.address, device, place),
      detail: `${deviceName(other)}${isForwarding(other.node) ? ', forwards' : ''}`,
    };
}

/** A node's own addresses, as short as can be. */
export function* ownAddresses({ node, device }: Standing, place: number): Generator<Offer> {
  for (const own of device ? [device, ...(node?.devices ?? [])] : (node?.devices ?? []))
    for (const { address } of own.addresses)
      yield { kind: 'address', text: shortest(address, device, place), detail: deviceName(own) };
}

/** Addresses that can be pinged. */
export function* targets(lab: Lab): Generator<Offer> {
  for (const node of lab.hosts.flatMap(nodesOf))
    for (const { text } of countedAddresses(node)) yield { kind: 'address', text, detail: nodeName(node) };
}

/** The prefixes of a lab that a node has no address in, then `default`. */
export function* otherPrefixes(lab: Lab, { node }: Standing): Generator<Offer> {
  const own = new Set(node?.devices.flatMap(({ addresses }) => addresses.map(({ prefix }) => prefix.text)));
  for (const { text } of prefixesOf(lab))
    if (!own.has(text)) yield { kind: 'prefix', text, detail: 'a prefix of the lab' };
  yield { kind: 'prefix', text: 'default', detail: 'every address' };
}

/** The prefixes that a node has addresses in, then all others of the lab. */
export function* ownPrefixes(lab: Lab, { node }: Standing): Generator<Offer> {
  for (const device of node?.devices ?? [])
    for (const { prefix } of device.addresses)
      yield { kind: 'prefix', text: prefix.text, detail: `at ${device.name}` };
  for (const { text } of prefixesOf(lab)) yield { kind: 'prefix', text, detail: 'a prefix of the lab' };
}

function prefixesOf(lab: Lab): readonly Prefix[] {
  const found = new Map<string, Prefix>();
  for (const { devices } of lab.hosts.flatMap(nodesOf))
    for (const { prefix } of devices.flatMap(({ addresses }) => addresses))
      if (!isLinkLocal(addressOf(prefix.family, prefix.network))) found.set(prefix.text, prefix);
  return [...found.values()];
}
