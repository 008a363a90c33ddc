import type { Device } from '../model/lab.ts';

/**
 * The MTU of a device: said, or that of the written end of its cable, or the least of a bridge's ports
 * (br_mtu_auto_adjust), or 1500.
 */
export function mtuOf(device: Device): number {
  if (device.mtu !== undefined) return device.mtu;
  if (device.kind === 'lo') return 65_536;
  if (device.kind === 'bridge') {
    const ports = device.node.devices.filter(({ master }) => master === device);
    return ports.length === 0 ? 1500 : Math.min(...ports.map(mtuOf));
  }
  return (device.written === 'written' ? undefined : device.peer?.mtu) ?? 1500;
}
