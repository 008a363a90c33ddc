import type { Rule } from '../rule.ts';

export const unusedBridge: Rule = {
  name: 'unused-bridge',
  summary: 'nothing is plugged into a bridge',
  *check({ nodes }) {
    for (const { devices, unsure } of nodes) {
      const used = new Set(devices.map(({ master }) => master));
      for (const device of devices) {
        if (device.kind !== 'bridge' || used.has(device) || unsure || hasLooseEnds(device.node.host))
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
  namespaces: readonly { devices: readonly { loose?: boolean }[]; unsure: boolean }[];
}): boolean {
  const known =
    loose.get(host) ??
    host.namespaces.some((node) => node.unsure || node.devices.some((device) => device.loose));
  loose.set(host, known);
  return known;
}
