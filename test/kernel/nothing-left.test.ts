// After `down` the machine is what it was, whatever somebody has done to the lab by hand.
import * as assert from 'uvu/assert';
import { claim, leavesNothing, onlyScript, withMachine } from './labs.helper.ts';
import type { Machine } from './machine.helper.ts';
import { kernelSuite } from './support.helper.ts';

const test = await kernelSuite('nothing left', ['nft', 'unshare', 'mount', 'umount']);

// a bridge, namespaces at it and at each other, and a cable that has both ends in the root namespace
const small = onlyScript(
  'bridge br0 ip 10.5.0.1/24, fd00:5::1/64\nveth p1 -> root:p2 ip 10.6.0.1/24\n' +
    'ns n{1..3} < veth e -> br0 ip 10.5.0.{11..13}/24, fd00:5::{11..13}/64 gw .1 >\n' +
    'ns n4 < veth e -> n5:e ip 10.7.0.1/24 >\nns n5 < veth e ip 10.7.0.2/24 >\n' +
    'expect n1 reaches n3\n',
  'small',
  true,
);

/** Whether the processes whose numbers a command has said have ended. */
async function ended(machine: Machine, pids: string): Promise<void> {
  await machine.shell(
    `for p in ${pids.split('\n').join(' ')}; do ! kill -0 "$p" 2>/dev/null || exit 1; done`,
  );
}

/** Starts a command in the background, its output apart from ours; answers its number. */
const background = (machine: Machine, command: string): Promise<string> =>
  machine.shell(`${command} >/dev/null 2>&1 & echo $!`);

test('processes in namespaces are named, and down removes nothing; --kill ends them', () =>
  withMachine((machine) =>
    leavesNothing(machine, async () => {
      claim(await machine.script(small), 0);
      const pids = [
        await background(machine, 'ip netns exec n1 sleep 1001'),
        await background(machine, 'ip netns exec n1 sleep 1002'),
        await background(
          machine,
          `ip netns exec n3 sh -c 'trap "" TERM HUP INT; while :; do sleep 0.3; done'`,
        ),
        await background(machine, 'ip netns exec n4 unshare --pid --fork sleep 1004'),
      ].join('');
      await machine.shell('until ip netns pids n4 | grep -q .; do sleep 0.05; done; sleep 0.3');
      for (const words of [['-n', 'down'], ['down'], ['down']]) {
        const refused = await machine.script(small, words);
        claim(refused, 1);
        assert.match(refused.stderr, /^small: ns n1 is held by \d+ sleep 100[12]$/m);
        assert.match(refused.stderr, /^small: ns n3 is held by \d+ sh -c trap/m);
        assert.match(refused.stderr, /^small: ns n4 is held by \d+ (unshare .*)?sleep 1004$/m);
        assert.match(refused.stderr, /^small: nothing was removed; down --kill ends these processes$/m);
        claim(await machine.script(small, ['status']), 0);
      }
      const killed = await machine.script(small, ['down', '--kill']);
      assert.is(claim(killed, 0), 'small: down\n');
      await ended(machine, pids.trim());
    }),
  ));

test('a process in a namespace is seen although that has another name, too', () =>
  withMachine((machine) =>
    leavesNothing(machine, async () => {
      claim(await machine.script(small), 0);
      // the order of the names is that of the mounts
      await machine.shell(
        'touch /run/aaa; mount --bind /run/netns/n1 /run/aaa; umount /run/netns/n1; mount --bind /run/aaa /run/netns/n1',
      );
      await background(machine, 'ip netns exec n1 sleep 1001');
      await machine.shell('until ip netns pids n1 | grep -q .; do sleep 0.05; done; sleep 0.3');
      assert.match(
        (await machine.script(small, ['down'])).stderr,
        /^small: ns n1 is held by \d+ sleep 1001$/m,
      );
      claim(await machine.script(small, ['down', '--kill']), 0);
      await machine.shell('umount /run/aaa; rm /run/aaa');
    }),
  ));

for (const [what, hand] of [
  ['a namespace is deleted', 'ip netns del n2'],
  ['all namespaces are deleted', 'ip -all netns del'],
  ['the file of a namespace is unmounted', 'umount /run/netns/n2'],
  ['the file of a namespace is removed', 'umount /run/netns/n2; rm /run/netns/n2'],
  ['a port is deleted', 'ip link del n1-e'],
  ['the far end of a port is deleted', 'ip -n n1 link del e'],
  ['the bridge is deleted', 'ip link del br0'],
  ['the bridge is renamed', 'ip link set br0 down; ip link set br0 name br7'],
  ['a port is renamed', 'ip link set n1-e down; ip link set n1-e name x'],
  [
    'all devices are renamed',
    'for d in br0 n1-e n2-e n3-e p1 p2; do ip link set $d down; ip link set $d name x-$d; done',
  ],
  [
    'two devices swap their names',
    'ip link set n1-e down; ip link set n2-e down; ip link set n1-e name x; ip link set n2-e name n1-e; ip link set x name n2-e',
  ],
  ['a device is taken out of the group', 'ip link set br0 group default; ip link set p1 group 7'],
  ['a port is taken from the bridge', 'ip link set n1-e nomaster'],
  ['a port is moved into another namespace', 'ip link set n1-e netns n2'],
  ['an end of a cable is moved into another namespace', 'ip link set p1 netns n4'],
  ['a device is moved out of its namespace', 'ip -n n5 link set e name x netns 1'],
  [
    'addresses and routes are added',
    'ip addr add 10.77.0.1/24 dev br0; ip route add 10.78.0.0/16 via 10.5.0.11; ip -6 route add fd00:78::/32 via fd00:5::11; ip route add 10.79.0.0/16 dev p1 table 55; ip neigh add 10.5.0.99 lladdr 02:00:00:00:00:99 dev br0; ip -n n1 addr add 10.80.0.1/24 dev lo; ip -n n1 rule add from 10.80.0.1 lookup 5',
  ],
  [
    'a device is made in a namespace',
    'ip -n n1 link add name x type bridge; ip -n n1 link add name y type veth peer name y netns n2',
  ],
  [
    'addresses and routes are removed',
    'ip addr flush dev br0; ip -n n1 route flush table all; ip link set br0 down',
  ],
] as const) {
  test(`nothing is left where ${what} by hand`, () =>
    withMachine((machine) =>
      leavesNothing(machine, async () => {
        claim(await machine.script(small), 0);
        await machine.shell(hand);
        const { code } = await machine.script(small, ['status']);
        assert.ok(code === 0 || code === 1, `status ${code}`);
        const down = await machine.script(small, ['down']);
        assert.is(claim(down, 0), 'small: down\n');
        assert.is(down.stderr, '');
        assert.is(claim(await machine.script(small, ['down']), 0), 'small: not up\n');
        if (/moved|end|deleted|made/.test(what)) await settled(machine);
      }),
    ));
}

/** What is at the far end of a cable goes when its namespace has gone, which the kernel does in the background. */
async function settled(machine: Machine): Promise<void> {
  await machine.shell(
    'i=0; while ip -o link show type veth | grep -q . && test $i -lt 100; do sleep 0.05; i=$((i + 1)); done',
  );
}

test('a device of somebody else at the lab’s bridge survives, and so does one moved away to his namespace', () =>
  withMachine(async (machine) => {
    await machine.shell(
      'ip netns add his; ip link add name his0 type veth peer name his1; ip link set his0 up',
    );
    await leavesNothing(machine, async () => {
      claim(await machine.script(small), 0);
      await machine.shell(
        'ip link set his0 master br0; ip link add name br9 type bridge; ip link set p1 netns his',
      );
      claim(await machine.script(small, ['down']), 0);
      await machine.shell('ip link del br9');
      assert.is(await machine.shell('ip -n his -o link show type veth'), '');
    });
  }));

test('up works right after down, with the same names', () =>
  withMachine((machine) =>
    leavesNothing(machine, async () => {
      for (let round = 0; round < 3; round++) {
        claim(await machine.script(small), 0);
        await machine.shell('ip link set br0 down; ip link set br0 name br7; ip netns del n2');
        claim(await machine.script(small, ['down']), 0);
      }
    }),
  ));

test.run();
