import type { Network } from '../../forwarding/network.ts';
import { type Hop, traces } from '../../forwarding/trace.ts';
import {
  type Address,
  addressOf,
  contains,
  defaultPrefix,
  isSingle,
  lastOf,
  type Prefix,
} from '../../model/address.ts';
import { type Device, type Nat, type Node, nodeName } from '../../model/lab.ts';
import { AddressIndex } from '../address-index.ts';
import type { Finding, Rule } from '../rule.ts';

/** So many senders, and so many destinations of each, are followed. */
const most = 16;

export const unmatchedNat: Rule = {
  name: 'unmatched-nat',
  summary: 'no packet from the prefix of a `nat` leaves through its device',
  *check(subject) {
    if (subject.nodes.some(({ damaged }) => damaged)) return;
    const index = new AddressIndex(subject.nodes);
    for (const node of subject.nodes) {
      if (node.forwards.length === 0) continue;
      for (const nat of node.nats) {
        const finding = findingOf(node, nat, index, subject.network);
        if (finding) yield finding;
      }
    }
  },
};

function findingOf(
  node: Node,
  { prefix, prefixOrigin, device, origin }: Nat,
  index: AddressIndex,
  network: Network,
): Finding | undefined {
  if (!prefix || !prefixOrigin || prefix.length === 0) return undefined;
  const foreign = [...index.within(prefix)].filter((entry) => entry.device.node !== node);
  if (foreign.length === 0) {
    const open = node.devices.some((other) => other !== device && network.segments.of(other)?.open);
    return {
      span: prefixOrigin,
      message: `Nothing in the lab but ${nodeName(node)} has an address in ${prefix.text}, so no packet that it forwards matches.`,
      help: 'name the prefix of those who send through this node',
      ...(open ? { given: 'unknown-members' } : {}),
    };
  }
  if (!device) return undefined;
  const senders = sampleOf(foreign).map((entry) => ({ from: entry.device.node, source: entry.held.address }));
  const passed = (destinations: readonly Address[], isSo: (hop: Hop) => boolean): Hop | undefined => {
    for (const { from, source } of senders)
      for (const to of destinations) {
        const hops = traces(network, from, to, { source }).flatMap((trace) => trace.hops);
        const found = hops.find(
          (hop) => hop.node === node && hop.iif && hop.source && contains(prefix, hop.source) && isSo(hop),
        );
        if (found) return found;
      }
    return undefined;
  };
  if (passed(beyond(network, device, prefix), ({ out }) => out === device)) return undefined;
  const elsewhere = passed(
    sampleOf([...index.within(defaultPrefix(prefix.family))]).map(({ held }) => held.address),
    ({ out }) => out !== undefined,
  )?.out;
  if (elsewhere === device) return undefined;
  if (elsewhere)
    return {
      span: origin,
      message: `What comes from ${prefix.text} leaves through \`${elsewhere.name}\`, and nothing of it through \`${device.name}\`.`,
      help: 'behind `->` stands the device towards the outside',
    };
  const out = network.segments.of(device);
  if (foreign.some((entry) => network.segments.of(entry.device) !== out)) return undefined;
  return {
    span: origin,
    message: `${prefix.text} is on the segment of \`${device.name}\` itself: nothing from it leaves through \`${device.name}\`.`,
    help: 'behind `->` stands the device towards the outside',
  };
}

/** Destinations that a node sends to by a device: nobody’s in its prefixes and routes, and who is on its segment. */
function beyond(network: Network, device: Device, { family }: Prefix): readonly Address[] {
  const routed = device.node.routes.flatMap(({ prefix, hops }) =>
    hops.some((hop) => hop.device === device) ? prefix : [],
  );
  const prefixes = [...device.addresses.map(({ prefix }) => prefix), ...routed].filter(
    (prefix) => prefix.family === family,
  );
  const members = network.segments.of(device)?.interfaces ?? [];
  const held = sampleOf(members.flatMap(({ addresses }) => addresses)).map(({ address }) => address);
  return [...prefixes.map(someIn), ...held.filter((address) => address.family === family)];
}

/** An address that nothing else in a lab is likely to speak of: the last but one. */
function someIn(prefix: Prefix): Address {
  if (prefix.length === 0) return addressOf(prefix.family, nowhere[prefix.family]);
  return addressOf(prefix.family, isSingle(prefix) ? prefix.network : lastOf(prefix) - 1n);
}

/** Of the networks for documentation (RFC 5737, RFC 3849). */
const nowhere = { inet: 0xcb0071fen, inet6: (0x20010db8n << 96n) | 0xfen };

function sampleOf<T>(all: readonly T[]): readonly T[] {
  const step = Math.max(1, Math.ceil(all.length / most));
  return all.filter((_, index) => index % step === 0);
}
