// What a script promises from the first day: it undoes what it could not finish, and its tear-down needs nothing but
// what `up` wrote down.
import * as assert from 'uvu/assert';
import { compile } from '../../src/compile.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { fixtureLab } from '../lab.helper.ts';
import { claim, leavesNothing, onlyScript, withMachine } from './labs.helper.ts';
import type { Machine, Running } from './machine.helper.ts';
import { kernelSuite } from './support.helper.ts';

const test = await kernelSuite('script', ['ping', 'nft', 'awk', 'sysctl', 'bash', 'dash', 'busybox', 'mksh']);

const usersLine = onlyScript(fixtureLab('users-line').text, 'users-line');

test('a step that fails names the line of the lab and undoes everything', () =>
  withMachine((machine) =>
    leavesNothing(machine, async () => {
      // what no check can foresee: a step that the kernel refuses
      const broken = usersLine.replace(
        'addr add 192.168.1.2/24 dev eth0',
        'addr add 192.168.1.2/24 dev eth9',
      );
      const result = await machine.script(broken);
      claim(result, 1);
      assert.match(result.stderr, /^users-line\.net:2: ns ns1: .*eth9/m);
    }),
  ));

/** Starts a script that stands still in the middle of its `up`, and waits until it does. */
async function halfway(machine: Machine): Promise<Running> {
  const slow = usersLine.replace('  interface br0', '  case $mode in up) sleep 20 ;; esac\n  interface br0');
  assert.is.not(slow, usersLine);
  const running = machine.startScript(slow);
  for (let tries = 0; ; tries++) {
    const { stdout } = await machine.run(['ip', '-n', 'ns1', 'route', 'show', 'default']);
    if (stdout !== '') return running;
    if (tries === 200) throw new Error('the script does not get halfway');
  }
}

test('a killed run is cleaned up by down, and by the next up', () =>
  withMachine((machine) =>
    leavesNothing(machine, async () => {
      for (const words of [['down'], ['up']]) {
        const running = await halfway(machine);
        running.signalAll('SIGKILL');
        await running.done;
        claim(await machine.script(usersLine, ['status']), 1);
        claim(await machine.script(usersLine, words), 0);
      }
      claim(await machine.script(usersLine, ['verify']), 0);
      claim(await machine.script(usersLine, ['down']), 0);
    }),
  ));

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  test(`a run that is ended by ${signal} undoes itself and ends by it`, () =>
    withMachine((machine) =>
      leavesNothing(machine, async () => {
        const running = await halfway(machine);
        running.signalAll(signal);
        const { code, signal: by } = await running.done;
        assert.ok(by === signal || code > 128, `ended with ${code}`);
      }),
    ));
}

test('what differs is named with its line; up does not repair it', () =>
  withMachine((machine) =>
    leavesNothing(machine, async () => {
      claim(await machine.script(usersLine), 0);
      await machine.shell('ip -n ns1 addr del 192.168.1.2/24 dev eth0; ip link set br0 down');
      const status = await machine.script(usersLine, ['status']);
      claim(status, 1);
      assert.match(status.stderr, /^users-line\.net:2: ns ns1: .*192\.168\.1\.2\/24/m);
      assert.match(status.stderr, /^users-line\.net:1: .*br0/m);
      claim(await machine.script(usersLine), 3);
      claim(await machine.script(usersLine, ['down']), 0);
    }),
  ));

test('the tear-down script removes what up made', () =>
  withMachine((machine) =>
    leavesNothing(machine, async () => {
      const source = new SourceText('users-line.net', fixtureLab('users-line').text);
      const teardown = compile(source, { teardown: true }).scripts[0]?.text ?? '';
      claim(await machine.script(usersLine), 0);
      assert.is(claim(await machine.script(teardown), 0), 'users-line: down\n');
      assert.is(claim(await machine.script(teardown), 0), 'users-line: not up\n');
    }),
  ));

for (const shell of [['bash'], ['dash'], ['busybox', 'sh'], ['mksh']]) {
  test(`works from standard input, which nothing else reads, under ${shell.join(' ')}`, () =>
    withMachine((machine) =>
      leavesNothing(machine, async () => {
        const router = onlyScript(fixtureLab('router').text, 'router');
        const piped = (...words: readonly string[]) =>
          machine.run([...shell, '-s', '--', ...words], { input: `${router}echo the end\n` });
        for (const words of [
          ['up'],
          ['up'],
          ['check'],
          ['status'],
          ['verify'],
          ['exec', 'ns1', 'ping', '-c', '1', '192.168.2.2'],
          ['-n', 'up'],
          ['-v', 'down', '--kill'],
          ['down'],
          ['doctor'],
          ['help'],
        ]) {
          const { code, stdout, stderr } = await piped(...words);
          assert.is(code, 0, `${words.join(' ')}: ${stdout}${stderr}`);
          // these end by themselves, the others with the last line of what they read
          const ends = words[0] === 'exec' || (words[0] === 'up' && stdout.includes('already up'));
          assert.is(stdout.endsWith('the end\n'), !ends, `${words.join(' ')}: ${stdout}`);
        }
        claim(await piped('sandbox'), 2);
      }),
    ));

  test(`a script that is cut off does nothing, under ${shell.join(' ')}`, () =>
    withMachine((machine) =>
      leavesNothing(machine, async () => {
        const whole = Buffer.from(usersLine);
        const ends = Array.from(
          { length: 24 },
          (_, index) => Math.floor((whole.length * index * 0.97) / 24) + 7 * index,
        );
        const last = Array.from({ length: 14 }, (_, index) => whole.length - 2 - index);
        for (const end of [...ends, ...last]) {
          const { stdout } = await machine.run([...shell, '-s', 'up'], {
            input: whole.subarray(0, end).toString(),
          });
          assert.is(stdout, '', `cut at ${end}`);
        }
        claim(await machine.run([...shell, '-s', 'down'], { input: usersLine }), 0);
        assert.is((await machine.run(['ls', '/run/netns'])).stdout, '');
      }),
    ));
}

for (const shell of [['bash'], ['dash'], ['busybox', 'sh'], ['mksh']]) {
  test(`runs under ${shell.join(' ')}`, () =>
    withMachine(async (machine) => {
      await machine.addUplink('enp0s3', ['10.0.2.15/24', 'fd00:2::15/64']);
      const script = onlyScript(fixtureLab('dual-stack').text, 'dual-stack');
      await leavesNothing(machine, async () => {
        for (const word of ['up', 'verify', 'status', 'down'])
          claim(await machine.script(script, [word], { shell }), 0);
      });
    }));
}

const rulesLab =
  'uplink enp0s3 ip 10.0.2.15/24, fd00:2::15/64\n' +
  'route default via 10.0.2.16 table 100\nroute default via fd00:2::16 table 100\n' +
  'rule from 10.0.2.15 lookup 100 priority 1000\n' +
  'rule iif enp0s3 not to 10.0.0.0/8 prohibit priority 1001\nrule from ::/0 iif enp0s3 prohibit priority 1002\n' +
  'rule lookup 100 suppress_prefixlength 8 priority 1003\n';

test('a rule of the machine survives, and a different one of its priority is refused', () =>
  withMachine(async (machine) => {
    await machine.addUplink('enp0s3', ['10.0.2.15/24', 'fd00:2::15/64']);
    const script = onlyScript(rulesLab, 'rules');
    await leavesNothing(machine, async () => {
      for (const word of ['check', 'up', 'status', 'up', 'check'])
        claim(await machine.script(script, [word]), 0);
      assert.is(
        await machine.shell('ip rule show; ip -6 rule show'),
        '0:\tfrom all lookup local\n1000:\tfrom 10.0.2.15 lookup 100\n1001:\tnot from all to 10.0.0.0/8 iif enp0s3 prohibit\n' +
          '1003:\tfrom all lookup 100 suppress_prefixlength 8\n32766:\tfrom all lookup main\n32767:\tfrom all lookup default\n' +
          '0:\tfrom all lookup local\n1002:\tfrom all iif enp0s3 prohibit\n' +
          '1003:\tfrom all lookup 100 suppress_prefixlength 8\n32766:\tfrom all lookup main\n',
      );
      // a script without them takes them away, too
      claim(await machine.script(onlyScript('uplink enp0s3\n', 'rules'), ['down']), 0);
    });
    await machine.shell(
      'ip rule add priority 1000 from 10.0.2.15 lookup 100; ip -6 rule add priority 1002 iif enp0s3 prohibit',
    );
    await leavesNothing(machine, async () => {
      for (const word of ['up', 'status', 'down']) claim(await machine.script(script, [word]), 0);
    });
    await machine.shell('ip -6 rule del priority 1002; ip -6 rule add priority 1002 lookup 100');
    await leavesNothing(machine, async () => {
      const up = await machine.script(script);
      claim(up, 3);
      assert.match(
        up.stderr,
        /^rules\.net:6: root: another rule is there already: priority 1002 from all lookup 100$/m,
      );
    });
  }));

test('a rule that is gone is named with its line; down takes no other one for it', () =>
  withMachine(async (machine) => {
    await machine.addUplink('enp0s3', ['10.0.2.15/24', 'fd00:2::15/64']);
    const lab = `${rulesLab}ns a < veth e -> b:e ip 10.0.0.1/24, fd00::1/64; rule to 10.9.0.0/16 prohibit; rule to fd09::/16 prohibit >\nns b < veth e ip 10.0.0.2/24 >\n`;
    const script = onlyScript(lab, 'rules');
    claim(await machine.script(script), 0);
    await machine.shell(
      'ip rule del priority 1003; ip -6 rule del priority 1002; ip -n a rule del priority 32765; ip -n a -6 rule del priority 32765',
    );
    const status = await machine.script(script, ['status']);
    claim(status, 1);
    assert.equal(status.stderr.trim().split('\n').sort(), [
      'rules.net:6: root: there is no rule priority 1002 from all iif enp0s3 prohibit (IPv6)',
      'rules.net:7: root: there is no rule priority 1003 from all lookup 100 suppress_prefixlength 8',
      'rules.net:8: ns a: there is no rule priority 32765 from all to 10.9.0.0/16 prohibit',
      'rules.net:8: ns a: there is no rule priority 32765 from all to fd09::/16 prohibit (IPv6)',
    ]);
    await machine.shell('ip rule add priority 1003 from 10.0.0.0/8 lookup 100 suppress_prefixlength 8');
    claim(await machine.script(script, ['down']), 0);
    assert.is(
      await machine.shell('ip rule show priority 1003; ip -6 rule show priority 1003'),
      '1003:\tfrom 10.0.0.0/8 lookup 100 suppress_prefixlength 8\n',
    );
  }));

for (const [what, lab] of [
  [
    'an MTU of a bridge, larger and smaller than its ports’',
    'bridge b mtu 1400 ip 10.0.0.1/24\nns a < bridge c mtu 9000; veth e -> root:b; veth f -> c >',
  ],
  [
    'an MTU that is too small for IPv6',
    'ns a < veth e -> b:e ip 10.0.0.1/24 mtu 1200 >\nns b < veth e ip 10.0.0.2/24 mtu 1200 >\nexpect a reaches b',
  ],
  [
    'names that are words of ip-link(8)',
    'bridge peer ip 10.3.0.1/24\nns group < bridge br0 ip 10.0.0.1/24 >\nns type < veth x -> group:br0; veth dev -> root:peer >\nns master < bridge master; veth up -> group:br0; veth netns master master -> root:peer >',
  ],
  ['IPv4 addresses within IPv6', 'ns a < bridge b ip ::ffff:1.2.3.4/96, 64:ff9b::1.2.3.4/96 >'],
] as const) {
  test(`is up and clean with ${what}`, () =>
    withMachine((machine) =>
      leavesNothing(machine, async () => {
        const script = onlyScript(lab, 'awkward');
        for (const word of ['up', 'status', 'verify', 'up', 'down'])
          claim(await machine.script(script, [word]), 0);
      }),
    ));
}

// 3 is NET_ADDR_SET: udev leaves such an address alone, and a bridge does not take one of its ports'.
test('bridges, and ends in the root namespace, keep the MAC addresses that they are made with', () =>
  withMachine(async (machine) => {
    const lab =
      'bridge br0\nns a < veth e0 -> br0; veth e1 -> root:plain; bridge br1 >\nveth plain; veth there -> root:other; veth other\n';
    claim(await machine.script(onlyScript(lab, 'lab')), 0);
    const types = async (where: string, ...devices: readonly string[]) =>
      (
        await machine.shell(
          `${where} cat ${devices.map((name) => `/sys/class/net/${name}/addr_assign_type`).join(' ')}`,
        )
      ).split('\n');
    if ((await machine.run(['test', '-e', '/sys/class/net/br0'])).code !== 0) return;
    assert.equal(await types('', 'br0', 'plain', 'there', 'other'), ['3', '3', '3', '3', '']);
    assert.equal(await types('ip netns exec a', 'br1'), ['3', '']);
  }));

test('all of sixty reach all, although the kernel has room for fewer neighbours', () =>
  withMachine(async (machine) => {
    const lab = 'bridge b\nns n{1..60} < veth e -> b ip 10.0.0.{1..60}/24 >\nexpect all reach all';
    const script = onlyScript(lab, 'sixty');
    claim(await machine.script(script), 0);
    assert.match(
      claim(await machine.script(script, ['verify'], { timeout: 120 }), 0),
      /^ok 60 - n60 reaches all$/m,
    );
    claim(await machine.script(script, ['down']), 0);
  }));

test('verify says which tool is missing', () =>
  withMachine(async (machine) => {
    claim(await machine.script(usersLine), 0);
    await machine.shell(
      'mkdir /run/bin; for tool in ip nsenter flock lsns awk id sed grep tail; do ln -s "$(command -v $tool)" /run/bin/; done',
    );
    const file = machine.write(usersLine);
    const result = await machine.run(['sh', '-c', `PATH=/run/bin exec /bin/sh ${file} verify`]);
    claim(result, 2);
    assert.match(result.stderr, /ping is missing/);
  }));

for (const order of ['the first goes first', 'the last goes first']) {
  test(`two labs share an uplink, a route and rules: ${order}`, () =>
    withMachine(async (machine) => {
      await machine.addUplink('enp0s3', ['10.0.2.15/24', 'fd00:2::15/64']);
      const lab = (n: number): string =>
        onlyScript(
          'uplink enp0s3 ip 10.0.2.15/24, fd00:2::15/64\nforward\nroute 10.99.0.0/16 via 10.0.2.16\n' +
            'rule to 10.98.0.0/16 prohibit priority 5\nrule to fd98::/16 prohibit priority 5\n' +
            `bridge b${n} ip 10.${n}.0.1/24, fd00:${n}0::1/64\n` +
            `ns n${n} < veth e -> b${n} ip 10.${n}.0.2/24, fd00:${n}0::2/64 gw .1, ::1 >\n` +
            `expect n${n} reaches root:enp0s3\n`,
          `lab${n}`,
        );
      const [one, two] = [lab(3), lab(4)];
      const [first, last] = order === 'the first goes first' ? [one, two] : [two, one];
      await leavesNothing(machine, async () => {
        for (const script of [one, two]) claim(await machine.script(script), 0);
        assert.match(claim(await machine.script(first, ['down']), 0), /: down$/m);
        for (const word of ['status', 'verify']) claim(await machine.script(last, [word]), 0);
        assert.match(claim(await machine.script(last, ['down']), 0), /: down$/m);
      });
    }));
}

test('the machine may have devices with the names that the lab uses in its namespaces', () =>
  withMachine(async (machine) => {
    await machine.shell('ip link add name eth0 type veth peer name eth1; ip link add name br0 type bridge');
    const lab =
      'ns a < veth eth0 -> b:eth0 ip 10.0.0.1/24; bridge br0 >\nns b < veth eth0 ip 10.0.0.2/24 >\nexpect a reaches b';
    const script = onlyScript(lab, 'same-names');
    await leavesNothing(machine, async () => {
      for (const word of ['up', 'verify', 'status', 'down']) claim(await machine.script(script, [word]), 0);
    });
  }));

test('-n prints commands that build the lab and take it down: rules', () =>
  withMachine(async (machine) => {
    await machine.addUplink('enp0s3', ['10.0.2.15/24', 'fd00:2::15/64']);
    const script = onlyScript(
      `${rulesLab}ns a < veth e -> b:e ip fd00::1/64; rule iif e prohibit >\nns b < veth e >\n`,
      'rules',
    );
    await leavesNothing(machine, async () => {
      const commands = claim(await machine.script(script, ['-n', 'up']), 0);
      assert.match(commands, /^ip -6 -n a rule add priority 32765 from all iif e prohibit # rules\.net:8$/m);
      claim(await machine.script(script), 0);
      const down = claim(await machine.script(script, ['-n', 'down']), 0);
      assert.match(down, /^ip -6 rule del priority 1002 from all iif enp0s3 prohibit$/m);
      claim(await machine.script(script, ['down']), 0);
    });
  }));

test('down removes routes through devices whose names are words of ip-route(8)', () =>
  withMachine(async (machine) => {
    for (const name of ['table', 'metric', 'dev', 'blackhole']) {
      await machine.addUplink(name, ['10.0.2.15/24', 'fd00:2::15/64']);
      const routes = '10.9.0.0/16 via 10.0.2.16 metric 7\nroute fd00:9::/64 via fd00:2::16\n';
      const lab = `uplink ${name} ip 10.0.2.15/24, fd00:2::15/64\nroute ${routes}`;
      const script = onlyScript(lab, 'words');
      await leavesNothing(machine, async () => {
        for (const word of ['up', 'status', 'down']) claim(await machine.script(script, [word]), 0);
      });
      await machine.shell(`ip link del dev ${name}`);
    }
  }));

test('-n prints commands that build the lab', () =>
  withMachine(async (machine) => {
    const commands = claim(await machine.script(usersLine, ['-n', 'up']), 0);
    assert.is((await machine.run(['ip', 'link', 'show', 'dev', 'br0'])).code, 1);
    await machine.shell(commands);
    assert.match(await machine.shell('ip -n ns1 route'), /^default via 192\.168\.1\.1/);
  }));

test.run();
