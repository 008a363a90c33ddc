import type { Device } from '../model/lab.ts';

/**
 * The MTU of a device: said, or that of the written end of its cable, or the least of a bridge's ports
 * (br_mtu_auto_adjust), or 1500.
 */
export function mtuOf(device: Device): number {
  if (device.mtu !== undefined) return device.mtu;
  if (device.kind === 'lo') return 65_536;
  if (device.kind === 'bridge') {
    const known = ofBridges.get(device) ?? leastOfPorts(device);
    ofBridges.set(device, known);
    return known;
  }
  return (device.written === 'written' ? undefined : device.peer?.mtu) ?? 1500;
}

const ofBridges = new WeakMap<Device, number>();

function leastOfPorts(bridge: Device): number {
  const ports = bridge.node.devices.filter(({ master }) => master === bridge);
  return ports.reduce((least, port) => Math.min(least, mtuOf(port)), ports.length === 0 ? 1500 : 65_535);
}
