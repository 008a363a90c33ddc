import type { Rule } from '../rule.ts';

/** What comes in at a port is the bridge's (br_handle_frame), answers to the port's own ARP requests included. */
export const addressOnPort: Rule = {
  name: 'address-on-port',
  summary: 'a bridge port has an address, and what comes in there is the bridge’s',
  *check({ nodes }) {
    for (const { devices } of nodes) {
      for (const { name, master, addresses } of devices) {
        const [held] = addresses;
        if (!master || !held) continue;
        yield {
          span: held.origin,
          message: `\`${name}\` is a port of \`${master.name}\`: what comes in there is the bridge’s, so that ${held.address.text} gets no answer.`,
          help: `give the address to \`${master.name}\``,
          related: [{ span: master.origin, message: 'the bridge' }],
        };
      }
    }
  },
};
