import { isSingle, prefixOf, widthOf } from '../../model/address.ts';
import type { Device, InterfaceAddress } from '../../model/lab.ts';
import type { Rule, Subject } from '../rule.ts';
import { unusable } from '../unusable.ts';

export const missingLength: Rule = {
  name: 'missing-length',
  summary: 'an address without a length is alone in its prefix',
  *check(subject) {
    for (const { devices } of subject.nodes) {
      for (const device of devices) {
        if (device.kind === 'lo') continue;
        for (const held of device.addresses) {
          if (held.lengthSaid || unusable(held, device)) continue;
          const { address, origin } = held;
          const near = lengthNear(subject, device, held);
          const single = `${address.text}/${widthOf(address.family)}`;
          const full = `${address.text}/${near ?? (address.family === 'inet' ? 24 : 64)}`;
          yield {
            span: origin,
            message: `${address.text} without a length is ${single}: no other address is on-link by it.`,
            help: `write \`${full}\`, or \`${single}\` if that is meant`,
            advice: { write: [full, single] },
            ...(near === undefined || device.node.unsure || isNumberedOtherwise(device, held)
              ? { given: 'unnumbered' }
              : {}),
          };
        }
      }
    }
  },
};

/** Another address of the device, or a route over it, says what is on-link. */
function isNumberedOtherwise(device: Device, { address }: InterfaceAddress): boolean {
  return (
    device.addresses.some((one) => one.address.family === address.family && !isSingle(one.prefix)) ||
    device.node.routes.some(
      ({ hops, family }) => family === address.family && hops.some((hop) => hop.device === device),
    )
  );
}

/** The length that others on the segment have, in whose prefix the address lies. */
function lengthNear({ network }: Subject, device: Device, { address }: InterfaceAddress): number | undefined {
  const segment = network.segments.of(device);
  for (const other of segment?.interfaces ?? []) {
    for (const { prefix } of other.addresses) {
      if (prefix.family !== address.family || isSingle(prefix)) continue;
      if (prefixOf(address, prefix.length).network === prefix.network) return prefix.length;
    }
  }
  return undefined;
}
