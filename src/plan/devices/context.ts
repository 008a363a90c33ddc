import type { Device } from '../../model/lab.ts';
import type { End } from '../operation.ts';

export interface Context {
  /** `LAB` or `LAB@HOST`. */
  readonly id: string;
  readonly group: number;
}

/** What every kind of device has when it is made: its name, where it is, its MTU. */
export function placed(device: Device, context: Context): End {
  return {
    name: device.name,
    ...(device.node.kind === 'ns' ? { namespace: device.node.name } : { group: context.group }),
    ...(device.mtu === undefined ? {} : { mtu: device.mtu }),
  };
}
