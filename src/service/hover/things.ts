import { networkOf } from '../../forwarding/network.ts';
import { type Device, deviceName, type Host, type Lab, type Node, nodeName } from '../../model/lab.ts';
import { planNeighbour, planRoute, planRule } from '../../plan/routes.ts';
import { neighbourWords, routeWords, ruleWords } from '../../render/command.ts';
import { isForwarding } from '../forwards.ts';
import { capped, code, fence, table } from '../markdown.ts';
import { segmentMarkdown } from './segment.ts';

const mostDevices = 16;
const mostRoutes = 16;
const mostRows = 24;
const mostNames = 20;

/** A machine: its devices, and the namespaces on it. */
export function hostMarkdown(host: Host): string {
  const names = host.namespaces.map(({ name }) => name).filter((name) => name !== '');
  const more = names.length > mostNames ? `, … (${names.length} in all)` : '';
  const namespaces =
    names.length > 0 ? [`Namespaces: ${names.slice(0, mostNames).map(code).join(', ')}${more}`] : [];
  return [nodeMarkdown(host.root), ...namespaces].join('\n\n');
}

/** A node: its interfaces and addresses, then its rules, routes and neighbours in the words of `ip`. */
export function nodeMarkdown(node: Node): string {
  const kind = node.kind === 'ns' ? 'a network namespace' : 'the root namespace of the machine';
  const families = Object.keys(node.forward).map((family) => (family === 'inet' ? 'IPv4' : 'IPv6'));
  const forwards = isForwarding(node) ? `; forwards ${families.join(' and ')}` : '';
  const devices = capped(table(node.devices.map(summaryOf)), mostDevices);
  // a rule may be there for each family
  const routing = [
    ...node.rules.map((rule) => ['rule', ...ruleWords(planRule(rule))].join(' ')),
    ...node.routes.map((route) => routeWords(planRoute(route)).join(' ')),
    ...node.neighbours.map((one) => ['neigh', ...neighbourWords(planNeighbour(one))].join(' ')),
    ...node.nats.map(
      ({ prefix, device }) =>
        `nat ${[prefix?.text, device && `-> ${device.name}`].filter(Boolean).join(' ')}`,
    ),
  ];
  const blocks = [devices, capped([...new Set(routing)], mostRoutes)].filter((lines) => lines.length > 0);
  return [`${code(nodeName(node))}: ${kind}${forwards}`, ...blocks.map(fence)].join('\n\n');
}

function summaryOf(device: Device): readonly string[] {
  const { kind, name, addresses } = device;
  const held = addresses.map(({ address, prefix }) => `${address.text}/${prefix.length}`).join(' ');
  return [name, kind, held, endOf(device)];
}

/** Where a cable ends, or what a port is one of. */
function endOf({ peer, master, node }: Device): string {
  const far = peer?.master && peer.written === 'generated' ? peer.master : peer;
  const seen = far && (far.node === node ? far.name : deviceName(far));
  return [seen ? `-> ${seen}` : '', master ? `master ${master.name}` : ''].filter(Boolean).join(' ');
}

/** A device: what is set of it, what is at the other end, and who else is on its segment. */
export function deviceMarkdown(lab: Lab, device: Device): string {
  const { kind, addresses, mtu, master, peer, written } = device;
  const rows: string[][] = [
    ...addresses.map(({ address, prefix }) => ['ip', `${address.text}/${prefix.length}`]),
    ...(mtu === undefined ? [] : [['mtu', String(mtu)]]),
    ...macRow(lab, device),
    ...(master ? [['master', master.name]] : []),
    ...(peer ? [['->', `${deviceName(peer)}${portNote(peer)}`]] : []),
    ...(kind === 'bridge' ? portRows(device) : []),
  ];
  const note = written === 'implied' && kind !== 'lo' ? ', made because a cable ends there' : '';
  return [
    `${code(deviceName(device))}: ${kinds[kind]}${note}`,
    ...(rows.length > 0 ? [fence(capped(table(rows), mostRows))] : []),
    ...segmentMarkdown(lab, device),
  ].join('\n\n');
}

const kinds: Readonly<Record<Device['kind'], string>> = {
  bridge: 'a bridge',
  veth: 'one end of a cable',
  lo: 'the loopback device',
  uplink: 'a device that the machine has already',
};

function macRow(lab: Lab, device: Device): string[][] {
  const mac = networkOf(lab).macOf(device);
  return mac ? [['mac', `${mac}${device.mac ? '' : ', made from the names of lab and device'}`]] : [];
}

function portNote({ master, written }: Device): string {
  if (!master) return '';
  return `, ${written === 'generated' ? 'a port that netgen makes' : 'a port'} of ${master.name}`;
}

function portRows(bridge: Device): string[][] {
  const ports = bridge.node.devices.filter(({ master }) => master === bridge);
  const rows = ports.map(({ name, peer }) => `${name}${peer ? ` -> ${deviceName(peer)}` : ''}`);
  return capped(rows, mostDevices).map((text) => ['port', text]);
}
