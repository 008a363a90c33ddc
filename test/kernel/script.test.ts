// What a script promises from the first day: it refuses what is there already, undoes what it could not finish,
// and its tear-down needs nothing but what `up` wrote down.
import * as assert from 'uvu/assert';
import { compile } from '../../src/compile.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { fixtureLab } from '../lab.helper.ts';
import { claim, leavesNothing, onlyScript } from './labs.helper.ts';
import { Machine, type Running } from './machine.helper.ts';
import { kernelSuite } from './support.helper.ts';

const test = await kernelSuite('script', ['ping', 'nft', 'awk', 'sysctl', 'bash', 'dash', 'busybox', 'mksh']);

async function withMachine(work: (machine: Machine) => Promise<void>): Promise<void> {
  const machine = await Machine.start();
  try {
    await work(machine);
  } finally {
    await machine.stop();
  }
}

const usersLine = onlyScript(fixtureLab('users-line').text, 'users-line');

for (const [what, make, place] of [
  ['a namespace', 'ip netns add ns1', 'users-line.net:2'],
  ['a bridge', 'ip link add name br0 type bridge', 'users-line.net:1'],
  ['a port', 'ip link add name ns1-eth0 type veth peer name other', 'users-line.net:2'],
  [
    'an alternative name',
    'ip link add name x type bridge; ip link property add dev x altname br0',
    'users-line.net:1',
  ],
  [
    'a network',
    'ip link add name x type bridge; ip link set x up; ip addr add 192.168.1.9/24 dev x',
    'users-line.net:1',
  ],
] as const) {
  test(`refuses ${what} that exists already, and touches nothing`, () =>
    withMachine(async (machine) => {
      await machine.shell(make);
      await leavesNothing(machine, async () => {
        const result = await machine.script(usersLine);
        claim(result, 3);
        assert.match(result.stderr, new RegExp(`${place.replace('.', '\\.')}: `));
        claim(await machine.script(usersLine, ['check']), 3);
        claim(await machine.script(usersLine, ['check'], { env: { NETGEN_OVERLAP: 'yes' } }), 3);
        claim(await machine.script(usersLine, ['down']), 0);
      });
    }));
}

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

test('another version of the lab is refused, and torn down by the newer script', () =>
  withMachine((machine) =>
    leavesNothing(machine, async () => {
      claim(await machine.script(usersLine), 0);
      const newer = onlyScript(
        fixtureLab('users-line').text.replace('ns ns1', 'ns ns2').replace('expect ns1', 'expect ns2'),
        'users-line',
      );
      claim(await machine.script(newer), 3);
      assert.match(claim(await machine.script(newer, ['verify']), 3), /^Bail out! another version/);
      claim(await machine.script(newer, ['down']), 0);
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

test('processes in a namespace keep down from losing them; --kill ends them', () =>
  withMachine((machine) =>
    leavesNothing(machine, async () => {
      claim(await machine.script(usersLine), 0);
      await machine.shell('ip netns exec ns1 sleep 1000 >/dev/null 2>&1 &');
      const down = await machine.script(usersLine, ['down']);
      claim(down, 1);
      assert.match(down.stderr, /ns ns1 .*sleep/);
      claim(await machine.script(usersLine, ['status']), 0);
      claim(await machine.script(usersLine, ['down', '--kill']), 0);
    }),
  ));

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

test('an ordinary route of the machine survives, and a different one is refused', () =>
  withMachine(async (machine) => {
    await machine.addUplink('enp0s3', ['10.0.2.15/24']);
    const script = onlyScript('uplink enp0s3 ip 10.0.2.15/24\nroute 10.9.0.0/16 via 10.0.2.16\n', 'route');
    await leavesNothing(machine, async () => {
      claim(await machine.script(script), 0);
      assert.match(await machine.shell('ip route show 10.9.0.0/16'), /via 10\.0\.2\.16/);
      claim(await machine.script(script, ['down']), 0);
    });
    await machine.shell('ip route add 10.9.0.0/16 via 10.0.2.16');
    await leavesNothing(machine, async () => {
      claim(await machine.script(script), 0);
      claim(await machine.script(script, ['down']), 0);
    });
    await machine.shell('ip route replace 10.9.0.0/16 via 10.0.2.17');
    await leavesNothing(machine, async () => {
      claim(await machine.script(script), 3);
    });
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
  test(`two labs share an uplink and a route: ${order}`, () =>
    withMachine(async (machine) => {
      await machine.addUplink('enp0s3', ['10.0.2.15/24', 'fd00:2::15/64']);
      const lab = (n: number): string =>
        onlyScript(
          'uplink enp0s3 ip 10.0.2.15/24, fd00:2::15/64\nforward\nroute 10.99.0.0/16 via 10.0.2.16\n' +
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
