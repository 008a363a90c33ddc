// Whether anything that a node passes on came to each `nat` of a lab: counters in front of the lab's own rules.

import { type Lab, type Nat, type Node, nodesOf } from '../../../src/model/lab.ts';
import type { Machine } from '../machine.helper.ts';

/** How many new connections matched. */
export type Matched = ReadonlyMap<Nat, number>;

function nodesWithNats(lab: Lab): readonly Node[] {
  return lab.hosts.flatMap((host) => nodesOf(host)).filter(({ nats }) => nats.length > 0);
}

/** In the node's namespace; a root namespace is that of the machine. */
function within({ kind, name }: Node): string {
  return kind === 'root' ? '' : `ip netns exec ${name} `;
}

/** Begins to count; `srcnat` is 100, and a chain of `filter` may be in front of it. */
export async function watchNats(lab: Lab, machine: Machine): Promise<void> {
  for (const node of nodesWithNats(lab)) {
    const rules = node.nats.map(({ prefix, device }, index) => {
      const ip = prefix?.family === 'inet6' ? 'ip6' : 'ip';
      const from = prefix ? ` ${ip} saddr ${prefix.text}` : '';
      const out = device ? ` oifname "${device.name}"` : ` ${ip} daddr != ${prefix?.text}`;
      return `iif != 0 ct state new${from}${out} counter name n${index}`;
    });
    const counters = node.nats.map((_, index) => `counter n${index} { }`);
    const chain = `chain passed { type filter hook postrouting priority 99; ${rules.join('; ')}; }`;
    await machine.shell(
      `${within(node)}nft -f - <<'END'\ntable inet prove { ${counters.join('; ')}; ${chain}; }\nEND`,
    );
  }
}

export async function readNats(lab: Lab, machine: Machine): Promise<Matched> {
  const found = new Map<Nat, number>();
  for (const node of nodesWithNats(lab)) {
    const said = await machine.shell(`${within(node)}nft list counters table inet prove`);
    for (const [index, nat] of node.nats.entries()) {
      const packets = new RegExp(`counter n${index} \\{\\s*packets (\\d+)`).exec(said)?.[1];
      if (packets === undefined) throw new Error(`no counter n${index} in ${said}`);
      found.set(nat, Number(packets));
    }
  }
  return found;
}
