import { type Address, contains, type Family, isForHost, type Prefix } from '../../model/address.ts';
import type { Device, Node } from '../../model/lab.ts';
import type { Bench } from './bench.ts';

/** A neighbour that could pass packets on, and the device that it is on-link at. */
export interface Router {
  readonly device: Device;
  readonly via: Address;
  readonly node: Node;
}

/** More are no choice. */
const most = 4;

/**
 * The neighbours of a node with an address in a prefix of its own: those that forward, where any do. What is sent to
 * addresses of their own need not be forwarded.
 */
export function routersOf(
  node: Node,
  family: Family,
  { network }: Bench,
  towards?: Prefix,
): readonly Router[] {
  const all = node.devices.flatMap((device) => {
    const segment = device.master ? undefined : network.segments.of(device);
    return (segment?.interfaces ?? []).flatMap((other) =>
      other.node === node
        ? []
        : other.addresses
            .filter(
              ({ address, prefix: own }) =>
                address.family === family &&
                isForHost(own, address) &&
                device.addresses.some(
                  ({ prefix }) => contains(prefix, address) && isForHost(prefix, address),
                ),
            )
            .map(({ address }): Router => ({ device, via: address, node: other.node })),
    );
  });
  const forwarding = all.filter((one) => one.node.forward[family]);
  const holding = all.filter((one) => !forwarding.includes(one) && towards && isHeld(towards, one.node));
  return (forwarding.length > 0 ? [...forwarding, ...holding] : all).slice(0, most);
}

function isHeld(prefix: Prefix, { devices }: Node): boolean {
  return devices.some(({ addresses }) => addresses.some(({ address }) => contains(prefix, address)));
}
