import { managedName as managed } from '../../model/port-names.ts';
import type { Rule } from '../rule.ts';

/** systemd-networkd, NetworkManager and ifupdown bring rules for devices with such names. */
export const managedName: Rule = {
  name: 'managed-name',
  summary: 'a device of a root namespace has a name that network managers have rules for',
  *check({ lab }) {
    for (const { root } of lab.hosts) {
      for (const { kind, name, origin } of root.devices) {
        const stem = kind === 'uplink' ? undefined : managed.exec(name)?.[0];
        if (stem === undefined) continue;
        const other = `lab-${name.slice(0, 11).replace(/-+$/, '')}`;
        yield {
          span: origin,
          message: `Network managers have rules of their own for devices called \`${stem}…\`, and may give \`${name}\` an address or a DHCP server.`,
          help: `take another name, such as \`${other}\``,
          advice: { name: other },
        };
      }
    }
  },
};
