// What a lab did not make it neither takes over nor removes, and labs that are up together leave each other alone.
import * as assert from 'uvu/assert';
import { compile } from '../../src/compile.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { fixtureLab } from '../lab.helper.ts';
import { claim, leavesNothing, onlyScript, withMachine } from './labs.helper.ts';
import { harnessFolder, type Machine, type Running } from './machine.helper.ts';
import { kernelSuite } from './support.helper.ts';

const test = await kernelSuite('only its own', ['nft', 'sysctl', 'bash', 'dash', 'busybox', 'mksh']);
const shells = [['bash'], ['dash'], ['busybox', 'sh'], ['mksh']] as const;

const usersLine = onlyScript(fixtureLab('users-line').text, 'users-line');
const gateway = onlyScript(fixtureLab('gateway').text, 'gateway');
const group = /^group=(\d+)$/m.exec(usersLine)?.[1] ?? '';

const addUplink = (machine: Machine): Promise<void> =>
  machine.addUplink('enp0s3', ['10.0.2.15/24', 'fd00:2::15/64']);

/** A small lab with a bridge and a namespace; names and networks go with its number. */
const numbered = (n: number, more = ''): string =>
  onlyScript(
    `bridge b${n} ip 10.${n}.0.1/24\nns n${n} < veth e -> b${n} ip 10.${n}.0.2/24 gw .1 >\n${more}`,
    `lab${n}`,
  );

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

for (const shell of shells) {
  test(`two runs of one lab take turns under ${shell.join(' ')}`, () =>
    withMachine((machine) =>
      leavesNothing(machine, async () => {
        const both = (...words: readonly string[]) =>
          Promise.all(words.map((word) => machine.script(usersLine, [word], { shell })));
        const ups = await both('up', 'up');
        assert.equal(ups.map((one) => claim(one, 0)).sort(), [
          'users-line: already up\n',
          'users-line: up\n',
        ]);
        assert.match(ups.map(({ stderr }) => stderr).join(''), /^users-line: waits for another run$/m);
        for (const [up, down] of [await both('up', 'down'), await both('up', 'down')]) {
          claim(up as never, 0);
          assert.match(claim(down as never, 0), /: (down|not up)$/m);
          const { code } = await machine.script(usersLine, ['status']);
          assert.ok(code === 0 || code === 3, `status ${code}`);
        }
        const downs = await both('down', 'down');
        for (const one of downs) claim(one, 0);
      }),
    ));
}

test('a run that does not end keeps others waiting, but not for ever', () =>
  withMachine(async (machine) => {
    claim(await machine.script(usersLine, ['down']), 0);
    // the minute is short here
    await machine.shell(
      `mkdir ${harnessFolder}/bin; flock=$(command -v flock); cat >${harnessFolder}/bin/flock <<END
#!/bin/sh
case \\$1 in -w) exec $flock -w 0.2 "\\$3" ;; *) exec $flock "\\$@" ;; esac
END
chmod +x ${harnessFolder}/bin/flock; sh -c 'flock 9; exec sleep 100' 9</run/netgen >/dev/null 2>&1 &
until ! flock -n /run/netgen true; do sleep 0.05; done`,
    );
    await leavesNothing(machine, async () => {
      const file = machine.write(usersLine);
      const result = await machine.run(['sh', '-c', `PATH=${harnessFolder}/bin:$PATH exec sh ${file}`]);
      claim(result, 1);
      assert.is(result.stderr, 'users-line: waits for another run\nusers-line: another run does not end\n');
    });
  }));

test('different labs at once; of two that want one name exactly one is built', () =>
  withMachine((machine) =>
    leavesNothing(machine, async () => {
      const three = [numbered(1), numbered(2), numbered(3)];
      for (const word of ['up', 'down'])
        for (const result of await Promise.all(three.map((one) => machine.script(one, [word]))))
          claim(result, 0);
      const rivals = [numbered(1, 'ns same\n'), numbered(2, 'ns same\n')];
      const results = await Promise.all(rivals.map((one) => machine.script(one)));
      assert.equal(results.map(({ code }) => code).sort(), [0, 3]);
      const loser = results.findIndex(({ code }) => code === 3);
      assert.match(
        results[loser]?.stderr ?? '',
        new RegExp(`lab${loser + 1}\\.net:3: a namespace same exists already`),
      );
      assert.is(claim(await machine.script(rivals[loser] ?? '', ['down']), 0), `lab${loser + 1}: not up\n`);
      claim(await machine.script(rivals[1 - loser] ?? '', ['status']), 0);
      claim(await machine.script(rivals[1 - loser] ?? '', ['down']), 0);
    }),
  ));

const sharing = (n: number): string =>
  onlyScript(
    'uplink enp0s3 ip 10.0.2.15/24, fd00:2::15/64\nforward\nroute 10.99.0.0/16 via 10.0.2.16\nneigh 10.0.2.77 lladdr 02:00:00:00:00:77 dev enp0s3\n' +
      `bridge b${n} ip 10.${n}.0.1/24, fd00:${n}0::1/64\n` +
      `ns n${n} < veth e -> b${n} ip 10.${n}.0.2/24, fd00:${n}0::2/64 gw .1, ::1 >\n` +
      `expect n${n} reaches root:enp0s3\n`,
    `lab${n}`,
  );
for (const order of ['the first goes first', 'the last goes first']) {
  test(`two labs share an uplink, a route and a neighbour: ${order}`, () =>
    withMachine(async (machine) => {
      await addUplink(machine);
      const [one, two] = [sharing(3), sharing(4)];
      const [first, last] = order === 'the first goes first' ? [one, two] : [two, one];
      const switches = 'net.ipv4.ip_forward net.ipv6.conf.all.forwarding';
      const turn = (value: number) => machine.shell(`for s in ${switches}; do sysctl -qw $s=${value}; done`);
      for (const turned of [false, true]) {
        await leavesNothing(machine, async () => {
          for (const script of [one, two]) claim(await machine.script(script), 0);
          if (turned) await turn(1);
          assert.match(claim(await machine.script(first, ['down']), 0), /: down$/m);
          for (const word of ['status', 'verify']) claim(await machine.script(last, [word]), 0);
          if (turned) await turn(0); // so it is as `up` has found it
          assert.match(claim(await machine.script(last, ['down']), 0), /: down$/m);
        });
      }
      // switched on while they are up, it stays on for all; switched off, it stays off
      for (const to of [1, 0]) {
        for (const script of [one, two]) claim(await machine.script(script), 0);
        await turn(to);
        const own = 'sysctl net.ipv4.conf.enp0s3.forwarding net.ipv4.ip_forward net.ipv6.conf.all.forwarding';
        const switched = await machine.shell(own);
        for (const script of [first, last]) claim(await machine.script(script, ['down']), 0);
        assert.is(await machine.shell(own), switched);
      }
    }));
}

test('another version of the lab is refused, and torn down by the newer script', () =>
  withMachine(async (machine) => {
    await addUplink(machine);
    const { text } = fixtureLab('gateway');
    const older = onlyScript(`${text}route 10.98.0.0/16 via 10.0.2.16\nns extra\n`, 'gateway');
    const source = new SourceText('gateway.net', fixtureLab('users-line').text);
    const [newer = '', teardown = ''] = [{}, { teardown: true }].map(
      (options) => compile(source, options).scripts[0]?.text,
    );
    await leavesNothing(machine, async () => {
      for (const script of [newer, teardown]) {
        claim(await machine.script(older), 0);
        for (const word of ['up', 'check']) {
          const refused = await machine.script(newer, [word]);
          claim(refused, 3);
          assert.match(refused.stderr, /^gateway: another version of it is up; down first$/m);
        }
        claim(await machine.script(newer, ['status']), 1);
        assert.match(claim(await machine.script(newer, ['verify']), 3), /^Bail out! another version/);
        claim(await machine.script(older, ['status']), 0); // untouched
        assert.is(claim(await machine.script(script, ['down']), 0), 'gateway: down\n');
      }
    });
  }));

test('file names that come to the same name are one lab', () =>
  withMachine((machine) =>
    leavesNothing(machine, async () => {
      const { text } = fixtureLab('users-line');
      const [one, alike, other] = [
        onlyScript(text, 'my lab'),
        onlyScript(text, 'my-lab'),
        onlyScript(text.replaceAll('ns1', 'ns2'), 'my-lab'),
      ] as const;
      claim(await machine.script(one), 0);
      assert.match(claim(await machine.script(alike), 0), /: already up$/m);
      assert.match((await machine.script(other)).stderr, /another version of it is up/);
      claim(await machine.script(alike, ['down']), 0);
    }),
  ));

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
