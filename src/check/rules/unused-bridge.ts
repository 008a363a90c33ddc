import { contains } from '../../model/address.ts';
import type { Rule } from '../rule.ts';

export const unusedBridge: Rule = {
  name: 'unused-bridge',
  summary: 'nothing is plugged into a bridge',
  *check({ nodes }) {
    const routed = nodes
      .flatMap(({ routes }) => routes.map(({ prefix }) => prefix))
      .filter(({ length }) => length > 0);
    for (const { devices, damaged } of nodes) {
      if (!devices.some(({ kind }) => kind === 'bridge')) continue;
      const used = new Set(devices.map(({ master }) => master));
      for (const device of devices) {
        if (
          device.kind !== 'bridge' ||
          device.loose ||
          used.has(device) ||
          damaged ||
          hasLooseEnds(device.node.host)
        )
          continue;
        // a network that others have a route to is meant to be there, with nobody else in it
        if (device.addresses.some(({ address }) => routed.some((prefix) => contains(prefix, address))))
          continue;
        yield {
          span: device.origin,
          message: `Nothing is plugged into the bridge \`${device.name}\`.`,
          help: `a cable ends at it with \`veth eth0 -> ${device.name}\``,
        };
      }
    }
  },
};

const loose = new WeakMap<object, boolean>();

/** A cable whose end could not be resolved may have been meant for any bridge of its machine. */
function hasLooseEnds(host: {
  root: { damaged: boolean };
  namespaces: readonly { devices: readonly { loose?: boolean }[]; damaged: boolean }[];
}): boolean {
  const known =
    loose.get(host) ??
    // what no namespace holds may have been one
    (host.root.damaged ||
      host.namespaces.some((node) => node.damaged || node.devices.some((device) => device.loose)));
  loose.set(host, known);
  return known;
}
