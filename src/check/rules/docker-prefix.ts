import type { Address } from '../../model/address.ts';
import { overlaps, parseAddress, prefixOf } from '../../model/address.ts';
import type { Rule } from '../rule.ts';

const docker = prefixOf(parseAddress('172.17.0.0') as Address, 16);

/** Docker masquerades what comes from 172.17.0.0/16, frames on a bridge of the root namespace included. */
export const dockerPrefix: Rule = {
  name: 'docker-prefix',
  summary: 'a segment of a root namespace meets 172.17.0.0/16, which is Docker’s',
  *check({ network }) {
    for (const { devices, interfaces } of network.segments.all) {
      if (!devices.some(({ node }) => node.kind === 'root')) continue;
      // an uplink says what the machine has already: there it is Docker's own network, or Docker has another
      if (devices.some(({ kind }) => kind === 'uplink')) continue;
      const met = interfaces
        .flatMap(({ addresses }) => addresses)
        .find(({ prefix }) => overlaps(prefix, docker));
      if (!met) continue;
      yield {
        span: met.origin,
        message: `${met.prefix.text} meets ${docker.text}, which Docker takes for itself and masquerades.`,
        help: 'take a prefix elsewhere in 10.0.0.0/8 or 192.168.0.0/16',
      };
    }
  },
};
