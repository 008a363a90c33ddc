import { createHash } from 'node:crypto';
import { type Device, deviceName, type Host, nodesOf } from './lab.ts';
import { interfaceNameLimit } from './names.ts';

/** In a root namespace, network managers have rules of their own for devices with such names. */
export const managedName = /^(?:eth|en|wl|ns-|ve-|vb-|vz-|vt-)/;

/**
 * Names the bridge ports that netgen makes: `NS-DEV` after the cable's other end, or a hash where that does not
 * fit, is taken, or would draw the attention of a network manager. Never a counter: a name depends on its own
 * cable alone, so that a lab's diff shows what changed.
 */
export function namePorts(host: Host): void {
  for (const node of nodesOf(host)) {
    const ports = node.devices.filter((device) => device.written === 'generated' && device.name === '');
    if (ports.length === 0) continue;
    const taken = new Map<string, number>();
    for (const { name } of node.devices) if (name) taken.set(name, 1);
    for (const port of ports) taken.set(natural(port), (taken.get(natural(port)) ?? 0) + 1);
    for (const port of ports) {
      const name = natural(port);
      const fits = name.length <= interfaceNameLimit && taken.get(name) === 1;
      port.name = fits && !(node.kind === 'root' && managedName.test(name)) ? name : hashed(port);
    }
  }
}

function natural(port: Device): string {
  const end = port.peer as Device;
  return `${end.node.name}-${end.name}`;
}

function hashed(port: Device): string {
  const end = port.peer as Device;
  const digest = createHash('sha256').update(deviceName(end)).digest('hex');
  return `p-${end.node.name.slice(0, 8)}-${digest.slice(0, 4)}`;
}
