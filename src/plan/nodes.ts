import type { Family } from '../model/address.ts';
import { type Device, type Host, type Node, nodesOf } from '../model/lab.ts';
import { addBridge, beforeUp } from './devices/bridge.ts';
import type { Context } from './devices/context.ts';
import { addVeth } from './devices/veth.ts';
import type { Operation } from './operation.ts';
import type { NatRule, Step } from './plan.ts';
import { inOrder, planNeighbour, planRoute, planRule } from './routes.ts';

const families: readonly Family[] = ['inet', 'inet6'];

/** Namespaces and devices, in two batches: everything exists before the first namespace is entered. */
export function createEverything(host: Host, context: Context): readonly Step[] {
  const namespaces: Operation[] = host.namespaces.map((node) => ({
    op: 'add-namespace',
    name: node.name,
    origin: node.origin,
  }));
  const devices = nodesOf(host).flatMap((node) => node.devices);
  const made: Operation[] = [];
  for (const device of devices) if (device.kind === 'bridge') made.push(addBridge(device, context));
  const done = new Set<Device>();
  for (const device of devices) {
    if (device.kind !== 'veth' || done.has(device) || !device.peer) continue;
    done.add(device.peer);
    made.push(...addVeth(device, context));
  }
  const [inRoot, elsewhere] = [made.filter(touchesRoot), made.filter((operation) => !touchesRoot(operation))];
  return [
    { step: 'root', operations: [...namespaces, ...inRoot], about: [] },
    { step: 'links', operations: elsewhere },
  ];
}

function touchesRoot(operation: Operation): boolean {
  if (operation.op === 'add-veth')
    return [operation.end, operation.peer].some(({ namespace }) => namespace === undefined);
  return operation.op !== 'add-bridge' || operation.end.namespace === undefined;
}

/** One entry into a namespace: its settings, its devices up, its addresses, neighbours, routes and rules. */
export function configureNamespace(node: Node): readonly Step[] {
  const operations: Operation[] = [{ op: 'set-up', device: 'lo', origin: node.origin }];
  // bridges up last, so that nothing floods their ports before
  const devices = [
    ...own(node).filter(({ kind }) => kind !== 'bridge'),
    ...own(node).filter(({ kind }) => kind === 'bridge'),
  ];
  for (const device of devices) {
    if (device.master)
      operations.push({
        op: 'set-master',
        device: device.name,
        master: device.master.name,
        origin: device.origin,
      });
    operations.push(...beforeUp(device), { op: 'set-up', device: device.name, origin: device.origin });
  }
  for (const device of node.devices) operations.push(...addAddresses(device));
  for (const neighbour of node.neighbours) {
    operations.push({ op: 'add-neighbour', neighbour: planNeighbour(neighbour), origin: neighbour.origin });
  }
  for (const route of inOrder(node.routes))
    operations.push({ op: 'add-route', route: planRoute(route), origin: route.origin });
  operations.push(...addRules(node, 'inet'));
  return [
    {
      step: 'inside',
      namespace: node.name,
      forward: families.filter((family) => node.forward[family]),
      devices: devices.map(({ name }) => name),
      operations,
      about: node.drawing,
    },
    { step: 'rules6', namespace: node.name, operations: addRules(node, 'inet6') },
  ];
}

function addRules({ rules }: Node, family: Family): readonly Operation[] {
  return rules
    .filter((rule) => rule.family === family)
    .map((rule) => ({ op: 'add-rule', rule: planRule(rule), origin: rule.origin }));
}

/** The lab's own devices in the root namespace: settings first, then up, then addresses. */
export function configureRoot(root: Node): readonly Step[] {
  const steps: Step[] = [];
  const operations: Operation[] = [];
  const own = root.devices.filter(({ kind, master }) => (kind === 'bridge' || kind === 'veth') && !master);
  for (const device of own) {
    if (device.addresses.length > 0 || isWayOut(root, device))
      steps.push({ step: 'interface', device: device.name, origin: device.origin });
    operations.push(
      ...beforeUp(device),
      { op: 'set-up', device: device.name, origin: device.origin },
      ...addAddresses(device),
    );
  }
  if (operations.length > 0) steps.push({ step: 'root', operations, about: root.drawing });
  for (const neighbour of root.neighbours)
    steps.push({ step: 'neighbour', neighbour: planNeighbour(neighbour), origin: neighbour.origin });
  for (const route of inOrder(root.routes))
    steps.push({ step: 'route', route: planRoute(route), origin: route.origin });
  for (const rule of root.rules) steps.push({ step: 'rule', rule: planRule(rule), origin: rule.origin });
  for (const device of root.devices) {
    const wanted = families.filter(
      (family) => root.forward[family] && (device.kind === 'uplink' || has(device, family)),
    );
    const origin = root.forward.inet ?? root.forward.inet6;
    if (wanted.length > 0 && origin && device.kind !== 'lo')
      steps.push({ step: 'forward', device: device.name, families: wanted, origin });
  }
  return steps;
}

/** Whether packets leave by it, be it without an address: an IPv6 next hop is asked for from its link-local one. */
function isWayOut({ routes, neighbours }: Node, device: Device): boolean {
  return (
    routes.some(({ hops }) => hops.some((hop) => hop.device === device)) ||
    neighbours.some((neighbour) => neighbour.device === device)
  );
}

function own(node: Node): readonly Device[] {
  return node.devices.filter(({ kind }) => kind !== 'lo');
}

function has(device: Device, family: Family): boolean {
  return device.addresses.some(({ address }) => address.family === family);
}

function addAddresses(device: Device): readonly Operation[] {
  return device.addresses.map(({ address, prefix, origin }) => ({
    op: 'add-address',
    device: device.name,
    address: `${address.text}/${prefix.length}`,
    origin,
  }));
}

/** The nft table of a node that masquerades. */
export function masquerade(node: Node, name: string): readonly Step[] {
  if (node.nats.length === 0) return [];
  const rules: readonly NatRule[] = node.nats.map(({ prefix, device, origin }) => ({
    ...(prefix ? { prefix: { family: prefix.family, text: prefix.text } } : {}),
    ...(device ? { device: device.name } : {}),
    origin,
  }));
  return [{ step: 'table', node: node.name, name, rules }];
}
