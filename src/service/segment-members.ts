import type { Network } from '../forwarding/network.ts';
import type { Device, InterfaceAddress } from '../model/lab.ts';

/** An address on a segment, and the device that has it. */
export interface Member {
  readonly device: Device;
  readonly held: InterfaceAddress;
}

/** The addresses on the segment of a device, its own included. */
export function membersAround(network: Network, device: Device): readonly Member[] {
  const interfaces = network.segments.of(device)?.interfaces ?? [device];
  return interfaces.flatMap((one) => one.addresses.map((held) => ({ device: one, held })));
}
