import type { Device } from '../model/lab.ts';
import type { Network } from './network.ts';
import type { Segment } from './segments.ts';

/**
 * Who takes a frame that a device sends to a MAC address. A cable has one other end. A bridge takes itself what is for
 * its own address or that of a port (br_handle_frame_finish), and else knows an address at the port where it was last
 * seen as a source: there it sends, but never back to where the frame came from (br_fdb_update, should_deliver).
 */
export function takersOf(network: Network, segment: Segment, out: Device, mac: string): readonly Device[] {
  const has = (device: Device): boolean => network.macOf(device) === mac;
  const holders = segment.devices.filter(has);
  const bridged = holders.flatMap((device) => (device.kind === 'bridge' ? device : (device.master ?? [])));
  if (bridged.includes(out)) {
    // its own frames leave by the port that has the address (br_dev_xmit)
    if (has(out)) return none;
    return holders.flatMap(({ master, peer }) => (master === out && peer && has(peer) ? peer : []));
  }
  const bridges = [...new Set(bridged)].filter((bridge) => bridge !== out.master);
  const others = holders.filter((device) => device !== out && device.kind !== 'bridge' && !device.master);
  // of several bridges another one may have seen it elsewhere
  if (bridged.length > 0) return bridgesOf(segment) > 1 ? [...bridges, ...others] : bridges;
  // it was last seen where the frame comes from
  return has(out) && !isCable(segment) ? none : others;
}

const none: readonly Device[] = [];

function bridgesOf({ devices }: Segment): number {
  return devices.filter(({ kind }) => kind === 'bridge').length;
}

/** Two ends and nothing between, while uplinks have a network of the machines between them. */
export function isCable({ devices }: Segment): boolean {
  return devices.every(({ kind, master }) => kind === 'veth' && !master);
}

const shared = new WeakMap<Segment, ReadonlySet<string>>();

/** Whether another device on the segment has the MAC address of a device, too. */
export function isMacShared(segment: Segment, { mac }: Device): boolean {
  return mac !== undefined && sharedMacs(segment).has(mac);
}

/** The MAC addresses that more than one device on a segment has. */
export function sharedMacs(segment: Segment): ReadonlySet<string> {
  const known = shared.get(segment) ?? sharedOn(segment);
  shared.set(segment, known);
  return known;
}

/** One that the kernel makes up is nobody else's. */
function sharedOn({ devices }: Segment): ReadonlySet<string> {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { mac } of devices) {
    if (mac === undefined) continue;
    if (seen.has(mac)) twice.add(mac);
    else seen.add(mac);
  }
  return twice;
}
