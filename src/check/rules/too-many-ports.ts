import { deviceName } from '../../model/lab.ts';
import type { Rule } from '../rule.ts';

/** The kernel numbers a bridge's ports with 10 bits, and 0 is none (BR_PORT_BITS, net/bridge/br_private.h). */
const mostPorts = 1023;

export const tooManyPorts: Rule = {
  name: 'too-many-ports',
  summary: `a bridge has more than ${mostPorts} ports`,
  *check({ nodes }) {
    for (const { devices } of nodes) {
      const ports = new Map<(typeof devices)[number], number>();
      for (const { master } of devices) if (master) ports.set(master, (ports.get(master) ?? 0) + 1);
      for (const [bridge, count] of ports) {
        if (count <= mostPorts) continue;
        yield {
          span: bridge.origin,
          message: `\`${deviceName(bridge)}\` has ${count} ports, and a bridge can have ${mostPorts}: the kernel says "exchange full".`,
          help: 'join several bridges by cables: `veth p1 master br1 -> br2`',
        };
      }
    }
  },
};
