import { perhaps } from '../../diagnostic/advice.ts';
import { deviceName } from '../../model/lab.ts';
import { didYouMean, nearest } from '../../util/did-you-mean.ts';
import type { Rule } from '../rule.ts';

/** An end that only its peer names has neither address nor bridge: beside bridges, one of them is likely meant. */
export const bareEnd: Rule = {
  name: 'bare-end',
  summary: 'a cable ends beside a bridge, at a device that nobody writes',
  *check({ nodes }) {
    for (const { devices, damaged } of nodes) {
      const bridges = devices.filter(({ kind }) => kind === 'bridge').map(({ name }) => name);
      if (bridges.length === 0 || damaged) continue;
      for (const device of devices) {
        if (device.written !== 'implied' || device.kind !== 'veth') continue;
        const best = nearest(device.name, bridges);
        yield {
          span: device.origin,
          message: `\`${deviceName(device)}\` is a new device without address and bridge${didYouMean(best) || '.'}`,
          help: `a cable to the bridge ends at \`${deviceName(device).replace(/[^:]*$/, bridges[0] ?? '')}\`; a device that is meant is written in its node`,
          ...perhaps(best, device.name),
        };
      }
    }
  },
};
