import { type Device, type Host, type Node, nodesOf } from '../model/lab.ts';

const cache = new WeakMap<Host, ReadonlyMap<Device, number>>();

/**
 * The devices of a node in the order in which the kernel registers them, the loopback device aside: uplinks are there
 * already, then the script makes what touches the root namespace, then the rest; bridges before cables.
 */
export function inCreationOrder(node: Node): readonly Device[] {
  const known = cache.get(node.host) ?? numbersOf(node.host);
  cache.set(node.host, known);
  return node.devices
    .filter(({ kind }) => kind !== 'lo')
    .toSorted((a, b) => (known.get(a) ?? 0) - (known.get(b) ?? 0));
}

function numbersOf(host: Host): ReadonlyMap<Device, number> {
  const made: Device[][] = [[], [], [], []];
  const devices = nodesOf(host).flatMap((node) => node.devices);
  const put = (one: Device, touchesRoot: boolean): void => {
    made[(touchesRoot ? 0 : 2) + (one.kind === 'bridge' ? 0 : 1)]?.push(one);
  };
  const done = new Set<Device>();
  for (const device of devices) {
    if (device.kind === 'bridge') put(device, device.node === host.root);
    if (device.kind !== 'veth' || done.has(device)) continue;
    const { peer } = device;
    if (peer) done.add(peer);
    const touchesRoot = device.node === host.root || peer?.node === host.root;
    // the peer is registered first (veth_newlink)
    const [first, second] = peer && rank(peer) > rank(device) ? [peer, device] : [device, peer];
    if (second) put(second, touchesRoot);
    put(first, touchesRoot);
  }
  return new Map(made.flat().map((device, index) => [device, index + 1]));
}

/** Which end `ip link add` names first, as the plan has it. */
function rank({ node, master }: Device): number {
  return node.kind === 'root' ? (master ? 2 : 1) : 0;
}
