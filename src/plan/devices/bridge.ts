import { macOf } from '../../model/generated-mac.ts';
import type { Device } from '../../model/lab.ts';
import type { Operation } from '../operation.ts';
import { type Context, placed } from './context.ts';

export function addBridge(device: Device, context: Context): Operation {
  // its MTU is set when it has its ports: until then it follows theirs (br_mtu_auto_adjust)
  const { mtu: _, ...end } = placed(device, context);
  const mac = device.mac ?? macOf(context.id, device.node.name, device.name);
  return { op: 'add-bridge', end: { ...end, mac }, origin: device.origin };
}

/** What is left to do before a bridge goes up. */
export function beforeUp(device: Device): readonly Operation[] {
  if (device.kind !== 'bridge' || device.mtu === undefined) return [];
  return [{ op: 'set-mtu', device: device.name, mtu: device.mtu, origin: device.origin }];
}
