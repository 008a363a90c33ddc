import { createHash } from 'node:crypto';
import type { Device } from './lab.ts';

/** The name of what a machine has of a lab. */
export function labId(lab: string, host: string | undefined): string {
  return host === undefined ? lab : `${lab}@${host}`;
}

/**
 * The MAC address that a device gets from the lab; undefined where the kernel makes one up. One that is set when the
 * device is made stays: a bridge would change its own with its ports, and udev those of devices in the root namespace,
 * while neighbours have the old one. A port's is nobody's neighbour, and udev sees nothing that is made in a namespace.
 */
export function macOf({ kind, mac, name, node, master }: Device, id: string): string | undefined {
  if (mac !== undefined) return mac;
  const isExposed = kind === 'bridge' || (kind === 'veth' && node.kind === 'root' && !master);
  return isExposed ? madeUp(id, node.name, name) : undefined;
}

/** Locally administered. */
function madeUp(id: string, node: string, device: string): string {
  const bytes = createHash('sha256').update(`mac ${id} ${node} ${device}`).digest().subarray(0, 5);
  return ['02', ...[...bytes].map((byte) => byte.toString(16).padStart(2, '0'))].join(':');
}
