// `status` names what is missing, what differs and what somebody added, each with its line of the lab; what the kernel,
// routers and routing daemons make by themselves is none of that.

import process from 'node:process';
import * as assert from 'uvu/assert';
import { claim, leavesNothing, onlyScript } from './labs.helper.ts';
import { Machine } from './machine.helper.ts';
import { kernelSuite } from './support.helper.ts';

const test = await kernelSuite('status', ['nft', 'awk', 'ping']);

const lab = `bridge br ip 10.0.0.1/24, fd00::1/64
ns a < forward; veth e -> br ip 10.0.0.2/24, fd00::2/64 gw .1; veth p -> b:p ip 10.1.0.1/24; nat 10.1.0.0/24 -> e >
ns b < bridge k; veth p ip 10.1.0.2/24 mtu 1400; neigh 10.1.0.9 lladdr 02:00:00:00:00:09 dev p >
ns c < veth q -> b:k; route blackhole 10.6.0.0/16 >
`;
const script = onlyScript(lab, 'lab', true);

async function withLab(work: (machine: Machine) => Promise<void>): Promise<void> {
  const machine = await Machine.start();
  try {
    await leavesNothing(machine, async () => {
      claim(await machine.script(script), 0);
      await work(machine);
      claim(await machine.script(script, ['down']), 0);
    });
  } finally {
    await machine.stop();
  }
}

/** What `status` says after some change, which is all that it says. */
const changes: readonly (readonly [string, readonly string[]])[] = [
  ['ip -n a addr add 10.9.9.9/24 dev e', ['lab.net:2: ns a: e has 10.9.9.9/24, which the lab does not say']],
  ['ip -n a addr add fd99::1/64 dev e', ['lab.net:2: ns a: e has fd99::1/64, which the lab does not say']],
  ['ip addr add 10.8.8.8/24 dev br', ['lab.net:1: root: br has 10.8.8.8/24, which the lab does not say']],
  [
    'ip -n c link add x type bridge; ip -n c addr add 10.9.9.9/24 dev x; ip -n c link set x up',
    ['lab.net:4: ns c: there is a device x, which the lab does not say'],
  ],
  ['ip -n b link set p master k', ['lab.net:2: ns b: p is a port of k, which the lab does not say']],
  ['ip -n b link set p mtu 1300', ['lab.net:2: ns b: p has mtu 1300, not 1400']],
  ['ip -n c link set q down', ['lab.net:4: ns c: q is not up']],
  ['ip link set a-e nomaster', ['lab.net:2: root: a-e has master none, not br']],
  [
    'ip link set a-e group 7',
    [`lab.net:2: root: a-e has group 7, not ${/^group=(\d+)$/m.exec(script)?.[1]}`],
  ],
  ['ip -n c route del blackhole 10.6.0.0/16', ['lab.net:4: ns c: there is no route blackhole 10.6.0.0/16']],
  [
    'ip -n a route add 10.3.0.0/16 nexthop via 10.0.0.9 dev e nexthop via 10.1.0.2 dev p weight 3',
    [
      'lab.net:2: ns a: there is a route 10.3.0.0/16 nexthop via 10.0.0.9 dev e weight 1 nexthop via 10.1.0.2 dev p weight 3, which the lab does not say',
    ],
  ],
  [
    'ip -n a route add fd55::/64 via fd00::1 table 100',
    [
      'lab.net:2: ns a: there is a route fd55::/64 via fd00::1 dev e table 100 metric 1024, which the lab does not say',
    ],
  ],
  [
    'ip -n a route replace default via 10.0.0.9 proto static',
    [
      'lab.net:2: ns a: there is no route default via 10.0.0.1 dev e',
      'lab.net:2: ns a: there is a route default via 10.0.0.9 dev e, which the lab does not say',
    ],
  ],
  [
    'ip -n a rule add from 10.1.0.0/24 lookup 100',
    [
      'lab.net:2: ns a: there is a rule priority 32765 from 10.1.0.0/24 lookup 100, which the lab does not say',
    ],
  ],
  [
    'ip -n a -6 rule add priority 7 lookup 100',
    ['lab.net:2: ns a: there is a rule priority 7 from all lookup 100, which the lab does not say'],
  ],
  [
    'ip -n b neigh add 10.1.0.8 lladdr 02:00:00:00:00:08 dev p',
    [
      'lab.net:2: ns b: there is a neighbour 10.1.0.8 lladdr 02:00:00:00:00:08 dev p, which the lab does not say',
    ],
  ],
  [
    'ip netns exec a nft add rule inet netgen-lab postrouting ip saddr 10.5.0.0/24 accept',
    [
      'lab.net:2: ns a: the nft table inet netgen-lab has: ip saddr 10.5.0.0/24 accept, which the lab does not say',
    ],
  ],
  [
    'ip netns exec a nft flush table inet netgen-lab',
    ['lab.net:2: ns a: the nft table inet netgen-lab lacks: ip saddr 10.1.0.0/24 oifname "e" masquerade'],
  ],
  [
    'ip netns exec a nft add table ip foo',
    ['lab.net:2: ns a: there is an nft table ip foo, which the lab does not say'],
  ],
  [
    'ip netns exec a nft delete table inet netgen-lab',
    ['lab.net:2: ns a: there is no nft table inet netgen-lab'],
  ],
];

for (const [change, said] of changes) {
  test(`says what differs: ${change}`, () =>
    withLab(async (machine) => {
      claim(await machine.script(script, ['status']), 0);
      await machine.shell(change);
      const { code, stderr } = await machine.script(script, ['status']);
      assert.equal(stderr.trim().split('\n'), said);
      assert.is(code, 1);
      claim(await machine.script(script, ['up']), 3);
    }));
}

test('is content with what the kernel, routers, DHCP and routing daemons make, and with the rest of the machine', () =>
  withLab(async (machine) => {
    claim(await machine.script(script, ['verify']), 0);
    await machine.shell(`
      ip -n a route add 10.77.0.0/16 via 10.0.0.9 proto bird
      ip -n a route add fd77::/64 via fd00::1 proto zebra
      ip -n a route add 10.78.0.0/16 proto bird nexthop via 10.0.0.9 dev e nexthop via 10.1.0.2 dev p
      ip -n a -6 route add default via fe80::1 dev e proto ra
      ip -n a addr add 10.0.0.77/24 dev e valid_lft 600 preferred_lft 600
      ip -n a neigh add 10.0.0.9 lladdr 02:00:00:00:00:77 dev e nud reachable
      ip netns exec a ping -n -c 1 10.0.0.1
      ip link add other type veth peer name far
      ip addr add 10.99.0.1/24 dev other
      ip link set other up
      ip link set far up
      ip route add 10.98.0.0/16 via 10.99.0.2
      ip rule add from 10.99.0.0/24 lookup 99
      nft add table ip other`);
    assert.is(claim(await machine.script(script, ['status']), 0), 'lab: up\n');
    claim(await machine.script(script, ['up']), 0);
    await machine.shell('ip link del other; ip rule del from 10.99.0.0/24; nft delete table ip other');
  }));

test('takes no longer for each namespace where there are many, or much else in the machine', async () => {
  const machine = await Machine.start();
  try {
    const spent: number[] = [];
    for (const count of [50, 200]) {
      const hosts = `bridge b ip 10.0.0.1/24\nns n{1..${count}} < veth e -> b ip 10.0.0.{2..${count + 1}}/24 gw .1 >\n`;
      const star = onlyScript(hosts, 'star');
      const file = machine.write(star);
      const cpu = async (word: string): Promise<number> => {
        const times = await machine.shell(`sh ${file} ${word} >/dev/null; times`, { timeout: 120 });
        const [user = 0, system = 0] = [
          ...(times.trim().split('\n')[1] ?? '').matchAll(/(\d+)m([\d.]+)s/g),
        ].map(([, minutes, seconds]) => 60 * Number(minutes) + Number(seconds));
        return ((user + system) * 1000) / count;
      };
      const up = await cpu('up');
      const status = await cpu('status');
      spent.push(status);
      process.stdout.write(
        `# FIGURES status of ${count} namespaces: ${status.toFixed(1)} ms of a processor each, their up ${up.toFixed(1)}\n`,
      );
      if (count === 200) {
        await machine.shell(
          'i=0; while [ $i -lt 1000 ]; do i=$((i + 1)); echo "route add 10.$((100 + i / 250)).$((i % 250)).0/24 via 10.0.0.2"; done | ip -batch -',
        );
        const busy = await cpu('status');
        process.stdout.write(`# FIGURES the same beside 1000 foreign routes: ${busy.toFixed(1)}\n`);
        assert.ok(busy < status * 2, `${busy} beside 1000 routes, ${status} without`);
      }
      claim(await machine.script(star, ['down']), 0);
    }
    const [few = 0, many = 0] = spent;
    assert.ok(many < few * 1.6, `${many} ms for each of 200, ${few} for each of 50`);
  } finally {
    await machine.stop();
  }
});

test.run();
