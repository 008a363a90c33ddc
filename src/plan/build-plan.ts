import { labId } from '../model/generated-mac.ts';
import type { Host, Lab } from '../model/lab.ts';
import type { Context } from './devices/context.ts';
import { planExpectation } from './expectations.ts';
import { digestOf, groupOf } from './identity.ts';
import { configureNamespace, configureRoot, createEverything, masquerade } from './nodes.ts';
import type { Plan, Step } from './plan.ts';

/**
 * What the machine `host` does to bring its part of a lab up, in the order that works: everything is looked
 * up, then made, then each namespace is configured in one entry, then the root namespace.
 */
export function buildPlan(lab: Lab, host: Host): Plan {
  const id = labId(lab.name, host.name);
  const context: Context = { id, group: groupOf(id) };
  const table = `netgen-${id.replace(/[^A-Za-z0-9_-]/g, '-')}`;
  const steps: Step[] = [
    ...uplinks(host),
    ...prefixes(host),
    ...createEverything(host, context),
    ...host.namespaces.flatMap((node) => [...configureNamespace(node), ...masquerade(node, table)]),
    ...configureRoot(host.root),
    ...masquerade(host.root, table),
    ...lab.expectations.flatMap((expectation) => planExpectation(expectation, host)),
  ].filter((step) => !('operations' in step) || step.operations.length > 0);
  return { lab: lab.name, host: host.name, id, group: context.group, digest: digestOf(steps), steps };
}

function uplinks(host: Host): readonly Step[] {
  return host.root.devices
    .filter(({ kind }) => kind === 'uplink')
    .map((device) => ({
      step: 'uplink',
      device: device.name,
      checks: [
        ...device.addresses.map(({ address, prefix }) => `${address.text}/${prefix.length}`),
        ...(device.mtu === undefined ? [] : [`mtu=${device.mtu}`]),
        ...(device.mac === undefined ? [] : [`mac=${device.mac}`]),
        ...(device.up ? ['up'] : []),
      ],
      origin: device.origin,
    }));
}

/** What the lab puts into the machine's root namespace, each prefix once. */
function prefixes(host: Host): readonly Step[] {
  const found = new Map<string, Step>();
  for (const device of host.root.devices) {
    if (device.kind === 'uplink') continue;
    for (const { prefix, origin } of device.addresses) {
      if (!found.has(prefix.text)) found.set(prefix.text, { step: 'prefix', prefix: prefix.text, origin });
    }
  }
  return [...found.values()];
}
