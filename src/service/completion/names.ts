import {
  type Device,
  deviceName,
  type Host,
  type Lab,
  type Node,
  nodeName,
  nodesOf,
} from '../../model/lab.ts';
import type { CompletionKind } from '../completion.ts';
import { isForwarding } from '../forwards.ts';
import type { Standing } from '../standing.ts';
import type { Offer } from './offer.ts';

/** What a cable may end at: bridges and free ends of the same node, of the root namespace around, then of the others. */
export function* cableEnds({ host, node, device }: Standing): Generator<Offer> {
  if (!host || !node) return;
  const isEnd = (one: Device): boolean =>
    one !== device && (one.kind === 'bridge' || (one.kind === 'veth' && isFree(one, device)));
  const seen = new Set<string>();
  for (const near of new Set([node, host.root]))
    for (const one of written(near)) {
      // a name of the node itself hides that of the root namespace
      if (isEnd(one)) yield offerOf(one, seen.has(one.name) ? `root:${one.name}` : one.name);
      if (near === node) seen.add(one.name);
    }
  for (const far of nodesOf(host)) {
    if (far === node || far === host.root || far.name === '') continue;
    for (const one of written(far)) if (isEnd(one)) yield offerOf(one, `${far.name}:${one.name}`);
  }
  for (const far of host.namespaces)
    if (far !== node && far.name !== '')
      yield {
        kind: 'device',
        text: `${far.name}:${freshName(far)}`,
        detail: `a new end in ${nodeName(far)}`,
      };
}

/** Whether nothing is at the other end yet, or what is written here. */
function isFree({ peer }: Device, device: Device | undefined): boolean {
  return !peer || peer === device;
}

function freshName({ devices }: Node): string {
  const taken = new Set(devices.map(({ name }) => name));
  let number = 0;
  while (taken.has(`eth${number}`)) number++;
  return `eth${number}`;
}

/** The devices of a node by their names alone. */
export function* devicesOf({ node }: Standing, accepts: (device: Device) => boolean): Generator<Offer> {
  if (node) for (const one of written(node)) if (accepts(one)) yield offerOf(one, one.name);
}

/** The nodes that an expectation can name, seen from the host around. */
export function* nodes(lab: Lab, around: Host | undefined, forwarding = false): Generator<Offer> {
  for (const { node, text } of namedNodes(lab, around))
    if (!forwarding || isForwarding(node)) yield { kind: kindOf(node), text, detail: what(node) };
}

/** The devices that an expectation can name. */
export function* targetDevices(lab: Lab, around: Host | undefined): Generator<Offer> {
  for (const { node, text } of namedNodes(lab, around))
    for (const one of written(node)) if (one.addresses.length > 0) yield offerOf(one, `${text}:${one.name}`);
}

function* namedNodes(lab: Lab, around: Host | undefined): Generator<{ node: Node; text: string }> {
  for (const host of lab.hosts)
    for (const node of nodesOf(host)) {
      if (node.name === '') continue;
      yield { node, text: host === around ? node.name : nodeName(node) };
    }
}

/** Names that somebody else uses for what is declared here. */
export function* expectedNames(keyword: string, { node, device }: Standing): Generator<Offer> {
  if (keyword === 'ns' && node?.kind === 'ns' && node.name !== '')
    yield { kind: 'node', text: node.name, detail: 'others name it' };
  if (keyword !== 'veth' && keyword !== 'bridge') return;
  if (device?.name) yield { kind: 'device', text: device.name, detail: 'others name it' };
  for (const one of node?.devices ?? [])
    if (keyword === 'veth' && one.written === 'implied' && one.kind === 'veth' && one.peer)
      yield { kind: 'device', text: one.name, detail: `${deviceName(one.peer)} ends there` };
}

function offerOf(device: Device, text: string): Offer {
  const addresses = device.addresses.map(({ address }) => address.text);
  return { kind: 'device', text, detail: [device.kind, ...addresses].join(' ') };
}

function kindOf({ kind, host }: Node): CompletionKind {
  return kind === 'root' && host.name !== undefined ? 'host' : 'node';
}

function what(node: Node): string {
  const kind = node.kind === 'root' ? 'root namespace' : 'namespace';
  return isForwarding(node) ? `${kind}, forwards` : kind;
}

function written({ devices }: Node): readonly Device[] {
  return devices.filter((one) => one.written !== 'generated' && one.name !== '');
}
