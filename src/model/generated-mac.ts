import { createHash } from 'node:crypto';

/** The name of what a machine has of a lab. */
export function labId(lab: string, host: string | undefined): string {
  return host === undefined ? lab : `${lab}@${host}`;
}

/** A locally administered MAC address for a bridge of the lab: without one of its own a bridge changes it with its ports. */
export function macOf(id: string, node: string, device: string): string {
  const bytes = createHash('sha256').update(`mac ${id} ${node} ${device}`).digest().subarray(0, 5);
  return ['02', ...[...bytes].map((byte) => byte.toString(16).padStart(2, '0'))].join(':');
}
