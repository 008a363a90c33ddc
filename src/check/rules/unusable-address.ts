import type { Rule } from '../rule.ts';
import { unusable } from '../unusable.ts';

export const unusableAddress: Rule = {
  name: 'unusable-address',
  summary: 'no interface can have the address, or nothing that is sent to it arrives',
  *check({ nodes }) {
    for (const { devices } of nodes) {
      for (const device of devices) {
        for (const held of device.addresses) {
          const fault = unusable(held, device);
          if (fault) yield { span: held.origin, ...fault };
        }
      }
    }
  },
};
