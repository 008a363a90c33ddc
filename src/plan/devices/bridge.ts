import type { Device } from '../../model/lab.ts';
import { macOf } from '../identity.ts';
import type { Operation } from '../operation.ts';
import { type Context, placed } from './context.ts';

export function addBridge(device: Device, context: Context): Operation {
  const mac = device.mac ?? macOf(context.id, device.node.name, device.name);
  return { op: 'add-bridge', end: { ...placed(device, context), mac }, origin: device.origin };
}
