// What a lab did not make it neither takes over nor removes.
import * as assert from 'uvu/assert';
import { claim, leavesNothing, onlyScript, withMachine } from './labs.helper.ts';
import { harnessFolder, type Machine, type Running } from './machine.helper.ts';
import { kernelSuite } from './support.helper.ts';
import { addUplink, gateway, usersLine } from './uplinks.helper.ts';

const test = await kernelSuite('only its own', ['nft', 'sysctl', 'bash', 'dash', 'busybox', 'mksh']);

const group = /^group=(\d+)$/m.exec(usersLine)?.[1] ?? '';

for (const [what, make, place, script = usersLine] of [
  ['a namespace', 'ip netns add ns1', 'users-line.net:2: a namespace ns1 exists already'],
  ['a bridge', 'ip link add name br0 type bridge', 'users-line.net:1: root: a device br0 exists already'],
  [
    'a port',
    'ip link add name ns1-eth0 type veth peer name other',
    'users-line.net:2: root: a device ns1-eth0',
  ],
  [
    'an alternative name',
    'ip link add name x type bridge; ip link property add dev x altname br0 altname br1',
    'users-line.net:1: root: a device br0 exists already',
  ],
  [
    'a device in its group',
    `ip link add name x group ${group} type bridge`,
    'users-line: root: x is in the device group',
  ],
  [
    'an nft table',
    'nft add table inet netgen-gateway',
    'gateway.net:6: root: an nft table inet netgen-gateway exists',
    gateway,
  ],
] as const) {
  test(`refuses ${what} that exists already, and touches nothing`, () =>
    withMachine(async (machine) => {
      if (script === gateway) await addUplink(machine);
      await machine.shell(make);
      await leavesNothing(machine, async () => {
        for (const words of [[], ['check']]) {
          const result = await machine.script(script, words);
          claim(result, 3);
          assert.ok(result.stderr.includes(place), result.stderr);
        }
        assert.match(claim(await machine.script(script, ['down']), 0), /: not up$/m);
      });
    }));
}

/** Starts an `up` whose first `COMMAND -batch -` or `-f -` never begins, and kills it there. */
async function killedBefore(machine: Machine, script: string, command: 'ip' | 'nft'): Promise<void> {
  await machine.shell(
    `mkdir -p ${harnessFolder}/bin; tool=$(command -v ${command}); cat >${harnessFolder}/bin/${command} <<END
#!/bin/sh
case \\$* in '-batch -' | '-f -') touch ${harnessFolder}/there; exec sleep 100 ;; esac
exec $tool "\\$@"
END
chmod +x ${harnessFolder}/bin/${command}`,
  );
  const file = machine.write(script);
  const running = machine.start(['sh', '-c', `PATH=${harnessFolder}/bin:$PATH exec sh ${file}`]);
  await machine.shell(`until test -e ${harnessFolder}/there; do sleep 0.05; done; rm ${harnessFolder}/there`);
  await killed(running);
  await machine.shell(`rm -r ${harnessFolder}/bin`);
}
async function killed(running: Running): Promise<void> {
  running.signalAll('SIGKILL');
  await running.done;
}

test('what somebody makes after a kill survives down', () =>
  withMachine(async (machine) => {
    await addUplink(machine);
    await leavesNothing(machine, async () => {
      await killedBefore(machine, gateway, 'ip');
      await machine.shell(
        'ip netns add ns1; ip -n ns1 link set lo up; ip link add br0 type bridge; nft add table inet netgen-gateway',
      );
      claim(await machine.script(gateway, ['-n', 'down']), 0);
      const down = await machine.script(gateway, ['down']);
      assert.is(claim(down, 0), 'gateway: down\n');
      assert.match(down.stderr, /ns ns1 is not the one that the lab made: left alone/);
      await machine.shell('ip netns del ns1; ip link del br0; nft delete table inet netgen-gateway');

      await killedBefore(machine, gateway, 'nft'); // all is there but the table
      await machine.shell('ip netns del ns1; ip netns add ns1');
      assert.is(claim(await machine.script(gateway, ['down']), 0), 'gateway: down\n');
      await machine.shell('ip netns del ns1');
    });
  }));

test('what somebody puts in the place of the lab survives down, also the second down', () =>
  withMachine((machine) =>
    leavesNothing(machine, async () => {
      claim(await machine.script(usersLine), 0);
      await machine.shell(
        'ip netns del ns1; ip netns add ns1; ip link del br0; ip link add br0 type bridge; ip netns exec ns1 sleep 100 >/dev/null 2>&1 &',
      );
      // a down that cannot do all
      await machine.shell(
        `mkdir ${harnessFolder}/bin; printf '#!/bin/sh\nexit 1\n' >${harnessFolder}/bin/rm; chmod +x ${harnessFolder}/bin/rm`,
      );
      const file = machine.write(usersLine);
      claim(await machine.run(['sh', '-c', `PATH=${harnessFolder}/bin:$PATH exec sh ${file} down`]), 1);
      await machine.shell(`rm -r ${harnessFolder}/bin`);
      assert.is(claim(await machine.script(usersLine, ['down']), 0), 'users-line: down\n');
      await machine.shell('kill "$(ip netns pids ns1)"; ip netns del ns1; ip link del br0');
    }),
  ));

test('a device that somebody puts into the group survives', () =>
  withMachine(async (machine) => {
    await machine.shell('ip link add name mine type bridge');
    await leavesNothing(machine, async () => {
      claim(await machine.script(usersLine), 0);
      await machine.shell(`ip link set mine group ${group}`);
      const down = await machine.script(usersLine, ['down']);
      claim(down, 0);
      assert.match(down.stderr, /left alone.*: mine$/m);
      await machine.shell('ip link set mine group default');
    });
  }));

const overlapping = onlyScript(
  'uplink enp0s3 ip 10.0.2.15/24, fd00:2::15/64\nbridge b ip 10.3.0.1/24, fd00:3::1/64\nns n < veth e -> b ip 10.3.0.2/24, fd00:3::2/64 >\n',
  'overlapping',
);
test('a network of the machine that overlaps is refused; the described uplink’s is none, nor is a default route', () =>
  withMachine(async (machine) => {
    await addUplink(machine);
    await machine.shell(
      'ip link add name x type bridge; sysctl -qw net.ipv6.conf.x.accept_dad=0; ip link set x up addrgenmode none; ip addr add 172.30.0.1/24 dev x',
    );
    const up = async (): Promise<void> => {
      claim(await machine.script(overlapping, ['check']), 0);
      claim(await machine.script(overlapping), 0);
      claim(await machine.script(overlapping, ['down']), 0);
    };
    for (const [what, place] of [
      ['addr add 10.3.7.1/16 dev x', 'overlapping.net:2: root: 10.3.0.0/24 overlaps'],
      ['addr add 10.3.0.200/32 dev x', 'overlapping.net:2: root: 10.3.0.0/24 overlaps'],
      ['addr add fd00:3::9/128 dev x', 'overlapping.net:2: root: fd00:3::/64 overlaps'],
      ['route add 10.0.0.0/9 via 172.30.0.2', 'overlapping.net:2: root: 10.3.0.0/24 overlaps'],
      ['route add 10.3.0.128/25 via 10.0.2.16', 'overlapping.net:2: root: 10.3.0.0/24 overlaps'],
      ['-6 route add fd00:3::/48 via fd00:2::16', 'overlapping.net:2: root: fd00:3::/64 overlaps'],
      ['-6 route add fd00:3:0:0:8000::/65 dev x', 'overlapping.net:2: root: fd00:3::/64 overlaps'],
      ['route add blackhole 10.3.0.0/16', 'overlapping.net:2: root: 10.3.0.0/24 overlaps'],
    ] as const) {
      await machine.shell(`ip ${what}`);
      await leavesNothing(machine, async () => {
        const refused = await machine.script(overlapping);
        claim(refused, 3);
        assert.ok(refused.stderr.includes(place), `${what}\n${refused.stderr}`);
      });
      await machine.shell(`ip ${what.replace(' add ', ' del ')}`);
    }
    await machine.shell(
      'ip route add default via 10.0.2.16; ip -6 route add default via fd00:2::16; ip addr add 10.3.9.9/16 dev enp0s3',
    );
    await leavesNothing(machine, up);
    await machine.shell('ip addr add 10.3.7.1/16 dev x');
    await leavesNothing(machine, async () => {
      const env = { NETGEN_OVERLAP: 'allow' };
      claim(await machine.script(overlapping, ['check'], { env }), 0);
      claim(await machine.script(overlapping, ['up'], { env }), 0);
      claim(await machine.script(overlapping, ['down']), 0);
    });
  }));

for (const [what, wish, make, unmake, others] of [
  [
    'a route',
    'route 10.9.0.0/16 via 10.0.2.16',
    'ip route add 10.9.0.0/16 via 10.0.2.16',
    'ip route del 10.9.0.0/16',
    ['ip route add 10.9.0.0/16 via 10.0.2.17', 'ip route add blackhole 10.9.0.0/16'],
  ],
  [
    'a route with a metric in a table',
    'route 10.9.0.0/16 via 10.0.2.16 metric 77 table 123',
    'ip route add 10.9.0.0/16 via 10.0.2.16 metric 77 table 123',
    'ip route del 10.9.0.0/16 metric 77 table 123',
    ['ip route add 10.9.0.0/16 via 10.0.2.17 metric 77 table 123'],
  ],
  [
    'an IPv6 route',
    'route fd00:9::/48 via fd00:2::16',
    'ip -6 route add fd00:9::/48 via fd00:2::16',
    'ip -6 route del fd00:9::/48',
    ['ip -6 route add fd00:9::/48 via fd00:2::17', 'ip -6 route add unreachable fd00:9::/48 dev lo'],
  ],
  [
    'an IPv6 route with a metric in a table',
    'route fd00:9::/48 via fd00:2::16 metric 77 table 123',
    'ip -6 route add fd00:9::/48 via fd00:2::16 metric 77 table 123',
    'ip -6 route del fd00:9::/48 metric 77 table 123',
    ['ip -6 route add fd00:9::/48 via fd00:2::17 metric 77 table 123'],
  ],
  [
    'a neighbour',
    'neigh 10.0.2.77 lladdr 02:00:00:00:00:77 dev enp0s3',
    'ip neigh add 10.0.2.77 lladdr 02:00:00:00:00:77 dev enp0s3 nud permanent',
    'ip neigh del 10.0.2.77 dev enp0s3',
    ['ip neigh add 10.0.2.77 lladdr 02:00:00:00:00:78 dev enp0s3 nud permanent'],
  ],
  [
    'an IPv6 neighbour',
    'neigh fd00:2::77 lladdr 02:00:00:00:00:77 dev enp0s3',
    'ip neigh add fd00:2::77 lladdr 02:00:00:00:00:77 dev enp0s3 nud permanent',
    'ip neigh del fd00:2::77 dev enp0s3',
    ['ip neigh add fd00:2::77 lladdr 02:00:00:00:00:78 dev enp0s3 nud permanent'],
  ],
] as const) {
  test(`${what} that is there survives, and a different one is refused`, () =>
    withMachine(async (machine) => {
      await addUplink(machine);
      const script = onlyScript(`uplink enp0s3 ip 10.0.2.15/24, fd00:2::15/64\n${wish}\n`, 'wish');
      const upAndDown = async (): Promise<void> => {
        for (const word of ['up', 'status', 'down']) claim(await machine.script(script, [word]), 0);
      };
      await leavesNothing(machine, upAndDown);
      await machine.shell(make);
      await leavesNothing(machine, upAndDown);
      await machine.shell(unmake);
      for (const other of others) {
        await machine.shell(other);
        await leavesNothing(machine, async () => {
          const refused = await machine.script(script);
          claim(refused, 3);
          assert.match(refused.stderr, /^wish\.net:2: root: .* already/m);
        });
        await machine.shell(unmake);
      }
      // taken away by somebody, or changed, while the lab is up
      await leavesNothing(machine, async () => {
        claim(await machine.script(script), 0);
        await machine.shell(unmake);
        claim(await machine.script(script, ['status']), 1);
        claim(await machine.script(script, ['down']), 0);
        claim(await machine.script(script), 0);
        await machine.shell(`${unmake}; ${others[0]}`);
        claim(await machine.script(script), 3);
        claim(await machine.script(script, ['down']), 0);
        await machine.shell(unmake); // it is still there
      });
    }));
}

test('a journal that up has not written is left alone; one that breaks off says that nothing was done', () =>
  withMachine(async (machine) => {
    claim(await machine.script(usersLine, ['down']), 0);
    const journal = '/run/netgen/users-line';
    const words = ['up', 'check', 'down', 'status', 'verify'];
    for (const text of ['', 'pla', 'plan 123', 'plan 123\\nns ns1\\nlin', 'plan 123\\nns ns1\\n']) {
      await leavesNothing(machine, async () => {
        await machine.shell(`printf '${text}' >${journal}`);
        claim(await machine.script(usersLine, ['status']), 1);
        const down = await machine.script(usersLine, ['down']);
        claim(down, 0);
        assert.match(down.stderr, /nothing had been done yet/);
        await machine.shell(`printf '${text}' >${journal}`);
        claim(await machine.script(usersLine), 0);
        claim(await machine.script(usersLine, ['down']), 0);
      });
    }
    for (const text of [
      'garbage',
      'garbage\\n',
      '\\0\\0\\0\\0',
      'plan 123\\nxyz\\nend\\nup\\n',
      'plan 123\\nns ns1\\nup\\n',
      'ns ns1\\nend\\n',
    ]) {
      await machine.shell(`ip netns add ns1; printf '${text}' >${journal}`);
      for (const shell of [['sh'], ['busybox', 'sh']]) {
        await leavesNothing(machine, async () => {
          for (const word of words) {
            const result = await machine.script(usersLine, [word], { shell });
            claim(result, 2);
            assert.match(
              result.stderr,
              /\/run\/netgen\/users-line is not what up writes, and was left alone/,
            );
          }
        });
      }
      await machine.shell(`ip netns del ns1; rm ${journal}`);
    }
    await machine.shell(`mkdir ${journal}`);
    for (const word of words) claim(await machine.script(usersLine, [word]), 2);
  }));

test.run();
