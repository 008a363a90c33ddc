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

test('works from standard input', () =>
  withMachine((machine) =>
    leavesNothing(machine, async () => {
      claim(await machine.run(['bash'], { input: usersLine }), 0);
      claim(await machine.run(['bash', '-s', 'verify'], { input: usersLine }), 0);
      claim(await machine.run(['bash', '-s', 'help'], { input: usersLine }), 0);
      claim(await machine.run(['bash', '-s', 'down'], { input: usersLine }), 0);
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

test('-n prints commands that build the lab', () =>
  withMachine(async (machine) => {
    const commands = claim(await machine.script(usersLine, ['-n', 'up']), 0);
    assert.is((await machine.run(['ip', 'link', 'show', 'dev', 'br0'])).code, 1);
    await machine.shell(commands);
    assert.match(await machine.shell('ip -n ns1 route'), /^default via 192\.168\.1\.1/);
  }));

test.run();
