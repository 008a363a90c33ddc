import * as assert from 'uvu/assert';
import type { Machine } from '../machine.helper.ts';
import type { Truth } from '../truth.helper.ts';

/** The most ports that a bridge can have, and one more: the ends of cables to a node. */
const star = (ports: number): string => `bridge br0\nns a < veth v{1..${ports}} -> br0 >`;

const joined = (second: string): string =>
  `bridge br1\nbridge br2\nveth p1 master br1 -> br2 port q1\n${second}\nns a < veth eth0 -> br1 ip 10.0.0.1/24 >\nns b < veth eth0 -> br2 ip 10.0.0.2/24 >`;

/** Three nodes on a bridge, which has an address itself. */
const switched = (a: string, b: string, bridge = '02:00:00:00:00:09'): string =>
  [
    `bridge br0 mac ${bridge} ip 10.0.0.9/24, fd00::9/64`,
    `ns a < veth eth0 -> br0 mac ${a} ip 10.0.0.1/24, fd00::1/64 >`,
    `ns b < veth eth0 -> br0 mac ${b} ip 10.0.0.2/24, fd00::2/64 >`,
    'ns c < veth eth0 -> br0 ip 10.0.0.3/24, fd00::3/64 >',
  ].join('\n');

/** A port that is written, with a MAC address of its own. */
const ported = (port: string): string =>
  [
    'bridge br0 ip 10.0.0.9/24',
    `veth p1 master br0 mac ${port} -> b:eth0`,
    `ns a < veth eth0 -> br0 mac ${macA} ip 10.0.0.1/24 >`,
    'ns b < veth eth0 ip 10.0.0.2/24 >',
  ].join('\n');

const [macA, macB] = ['02:00:00:00:00:01', '02:00:00:00:00:02'];

/** How many frames leave a device in a part of a second. */
async function frames(machine: Machine, device: string): Promise<number> {
  const count = `ip -s -o link show dev ${device} | awk '{ for (i = 1; i < NF; i++) if ($i == "TX:") { while ($i !~ /^[0-9]+$/) i++; print $(i + 1); exit } }'`;
  const [from = 0, to = 0] = (await machine.shell(`${count}; sleep 0.5; ${count}`))
    .trim()
    .split('\n')
    .map(Number);
  return to - from;
}

/**
 * As fast as they can frames that go round take the processors, and keep whoever makes links waiting for minutes: where
 * the kernel has a token bucket, both ways round let some thousands a second through, from before the ring is closed.
 */
const tamed = `for device in p2 q2; do
  for try in $(seq 500); do
    ! tc qdisc add dev $device root tbf rate 4mbit burst 10kb latency 50ms || break
    sleep 0.01
  done
done </dev/null >/dev/null 2>&1 &`;

/** A few frames that nobody stops. */
async function storm(machine: Machine): Promise<void> {
  await machine.shell(hello);
  const circling = await frames(machine, 'p2');
  await machine.shell('ip link set dev p2 down');
  assert.ok(circling > 40, `${circling} frames`);
  assert.ok((await frames(machine, 'p1')) < 20);
}

const hello = 'ip netns exec a ping -n -c 1 -W 1 10.0.0.9 || :';

export const wire: readonly Truth[] = [
  {
    rule: 'small-mtu',
    lab: 'ns a < veth eth0 -> b:eth0 mtu 1279 ip fd00::1/64 >\nns b < veth eth0 mtu 1279 >',
    fails: /Invalid argument|IPv6 is disabled/,
    nearMiss:
      'ns a < veth eth0 -> b:eth0 mtu 1280 ip fd00::1/64 >\nns b < veth eth0 mtu 1280 ip fd00::2/64 >',
    works: ['a fd00::2'],
  },
  {
    rule: 'small-mtu',
    what: 'of a bridge',
    lab: 'bridge br0 mtu 1279 ip fd00::1/64\nns a < veth eth0 -> br0 mtu 1279 >',
    fails: /Invalid argument|IPv6 is disabled/,
    nearMiss: 'bridge br0 mtu 1280 ip fd00::1/64\nns a < veth eth0 -> br0 mtu 1280 ip fd00::2/64 >',
    works: ['a fd00::1'],
  },
  {
    rule: 'small-mtu',
    what: 'of a port, which its bridge takes over',
    lab: 'bridge br0 ip fd00::1/64\nns a < veth eth0 -> br0 mtu 1279 >',
    fails: /Invalid argument|IPv6 is disabled/,
    nearMiss: 'bridge br0 ip fd00::1/64\nns a < veth eth0 -> br0 mtu 1280 ip fd00::2/64 >',
    works: ['a fd00::1'],
  },
  {
    rule: 'duplicate-mac',
    lab: switched(macA, macA),
    lost: ['a 10.0.0.2', 'b 10.0.0.1', 'a fd00::2', 'b fd00::1'],
    nearMiss: switched(macA, macB),
    works: ['a 10.0.0.2', 'b 10.0.0.1', 'a fd00::2', 'b fd00::1'],
  },
  {
    rule: 'duplicate-mac',
    what: 'of a bridge',
    lab: switched(macA, macB, macA),
    lost: ['c 10.0.0.1', 'a 10.0.0.3', 'a 10.0.0.9', 'root 10.0.0.1', 'a fd00::9', 'c fd00::1'],
    reached: ['c 10.0.0.9', 'b 10.0.0.3', 'b fd00::9'],
    nearMiss: switched(macA, macB),
    works: ['c 10.0.0.1', 'a 10.0.0.9', 'root 10.0.0.1', 'a fd00::9'],
  },
  {
    rule: 'duplicate-mac',
    what: 'of a port',
    lab: ported(macA),
    lost: ['a 10.0.0.2', 'b 10.0.0.1', 'root 10.0.0.1'],
    reached: ['b 10.0.0.9', 'root 10.0.0.2'],
    nearMiss: ported(macB),
    works: ['a 10.0.0.2', 'b 10.0.0.1', 'root 10.0.0.1'],
  },
  {
    rule: 'too-many-ports',
    lab: star(1024),
    fails: /Exchange full/,
    nearMiss: star(1023),
  },
  {
    rule: 'bridge-loop',
    what: 'at one bridge',
    lab: joined('veth p2 master br1 -> br1 port q2'),
    given: tamed,
    proof: storm,
    nearMiss: joined('veth p2 master br1 -> q2\nveth q2'),
    works: ['a 10.0.0.2'],
  },
  {
    rule: 'bridge-loop',
    lab: joined('veth p2 master br1 -> br2 port q2'),
    given: tamed,
    proof: storm,
    nearMiss: joined(''),
    works: ['a 10.0.0.2'],
    worksToo: async (machine) => {
      await machine.shell(hello);
      assert.ok((await frames(machine, 'p1')) < 20);
    },
  },
];
