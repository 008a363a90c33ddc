// The lab apart from the machine, for root and for an ordinary user; and commands in its nodes, from there and from
// another terminal.
import process from 'node:process';
import * as assert from 'uvu/assert';
import { fixtureLab } from '../lab.helper.ts';
import { claim, leavesNothing, onlyScript } from './labs.helper.ts';
import { Machine, type Result, type Running } from './machine.helper.ts';
import { kernelSuite } from './support.helper.ts';

const test = await kernelSuite('sandbox', [
  'ping',
  'nft',
  'awk',
  'setpriv',
  'bash',
  'dash',
  'busybox',
  'mksh',
]);

const gateway = onlyScript(fixtureLab('gateway').text, 'gateway');
const router = onlyScript(fixtureLab('router').text, 'router');

// Where the tests run as an ordinary user, that one stands for both.
const isRoot = process.getuid?.() === 0;
const nobody = isRoot ? ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups', '--'] : [];
const users = isRoot ? [[], nobody] : [[]];

async function withMachine(work: (machine: Machine) => Promise<void>): Promise<void> {
  const machine = await Machine.start();
  try {
    await work(machine);
  } finally {
    await machine.stop();
  }
}

type Call = (...words: readonly string[]) => Promise<Result>;

/** Calls of one script as one user, who has a folder of his own for what runs. */
async function callsOf(
  machine: Machine,
  script: string,
  user: readonly string[],
  shell: readonly string[] = ['sh'],
): Promise<{ call: Call; start: (...words: readonly string[]) => Running }> {
  const file = machine.write(script);
  const folder = user.length > 0 ? '/run/test-harness/user' : '/run/test-harness/root';
  await machine.shell(`mkdir -p -m 700 ${folder}; ${user.length > 0 ? `chown 65534:65534 ${folder}` : ':'}`);
  const start = (...words: readonly string[]) =>
    machine.start([...user, ...shell, file, ...words], {
      env: { XDG_RUNTIME_DIR: folder, SHELL: '/bin/sh' },
    });
  return { start, call: (...words) => start(...words).done };
}

for (const shell of [['bash'], ['dash'], ['busybox', 'sh'], ['mksh']]) {
  for (const user of users) {
    test(`proves a lab under ${shell.join(' ')}, ${user.length > 0 ? 'as an ordinary user' : 'as root'}`, () =>
      withMachine((machine) =>
        leavesNothing(machine, async () => {
          const { call } = await callsOf(machine, gateway, user, shell);
          const verify = await call('sandbox', 'verify');
          assert.is(claim(verify, 0), '1..1\nok 1 - ns1 reaches 10.0.2.15\n');
          claim(await call('sandbox', '--', 'sh', '-c', 'exit 7'), 7);
          claim(await call('sandbox', '--', 'sh', '-c', 'kill -TERM $$'), 143);
          assert.is(claim(await call('sandbox', 'up'), 0), 'gateway: up\n');
          claim(await call('sandbox', 'exec', 'ns2', 'ping', '-c', '1', '192.168.1.1'), 0);
        }),
      ));
  }
}

test('an uplink is stood in for as it is described', () =>
  withMachine(async (machine) => {
    const lab = `uplink wan0 up mtu 1400 mac 02:00:00:00:00:77 ip 10.0.2.15/24, fd00:2::15/64
forward
ns ns1 < veth eth0 -> root:to-ns1 ip 10.1.0.2/24, fd00:1::2/64 gw .1 gw ::1 >
veth to-ns1 ip 10.1.0.1/24, fd00:1::1/64
expect ns1 reaches 10.0.2.15
expect ns1 reaches fd00:2::15
`;
    const { call } = await callsOf(machine, onlyScript(lab, 'lab'), nobody);
    claim(await call('sandbox', 'check'), 0);
    claim(await call('sandbox', 'verify'), 0);
    const link = claim(await call('sandbox', '--', 'ip', '-o', 'link', 'show', 'wan0'), 0);
    assert.match(link, /[<,]UP[,>].* mtu 1400 .*02:00:00:00:00:77/);
    assert.match(claim(await call('sandbox', '--', 'ip', '-br', 'address', 'show', 'lo'), 0), /127\.0\.0\.1/);
  }));

test('what does not hold is verify’s 1, and a lab that cannot be built is up’s', () =>
  withMachine(async (machine) => {
    const broken = await callsOf(machine, router.replace('forward=inet', 'forward=none'), nobody);
    claim(await broken.call('sandbox', 'verify'), 1);
    const unbuildable = await callsOf(machine, router.replace('netns add ns2', 'netns add ns1'), nobody);
    claim(await unbuildable.call('sandbox', 'verify'), 1);
  }));

test('-n shows, and needs neither a file nor rights', () =>
  withMachine(async (machine) => {
    const { stdout } = await machine.run([...nobody, 'bash', '-s', '--', '-n', 'sandbox', 'verify'], {
      input: gateway,
    });
    for (const part of [
      /^unshare --user --map-root-user --net /m,
      /^ip link add name enp0s3 type veth /m,
      /^ip netns add ns1 /m,
      /^ip netns exec ns1 ping /m,
    ])
      assert.match(stdout, part);
    assert.is(
      claim(await machine.run(['sh', '-s', '--', '-n', 'exec', 'ns1', 'true'], { input: gateway }), 0),
      'ip netns exec ns1 true\n',
    );
  }));

test('wants a file, words that it knows, and a command behind --', () =>
  withMachine(async (machine) => {
    const piped = await machine.run(['bash', '-s', 'sandbox'], { input: gateway });
    claim(piped, 2);
    assert.match(piped.stderr, /as a file/);
    const { call } = await callsOf(machine, gateway, []);
    for (const words of [['sandbox', 'wrong'], ['sandbox', '--'], ['exec'], ['exec', 'ns1'], ['shell']])
      claim(await call(...words), 2);
  }));

// The machine itself is left alone: a folder stands over the settings, a program in front of unshare.
for (const [setting, cure] of [
  ['kernel/apparmor_restrict_unprivileged_userns 1', 'kernel.apparmor_restrict_unprivileged_userns=0'],
  ['kernel/unprivileged_userns_clone 0', 'kernel.unprivileged_userns_clone=1'],
  ['user/max_user_namespaces 0', 'user.max_user_namespaces=10000'],
] as const) {
  test(`says that ${setting.split(' ')[0]} forbids it`, () =>
    withMachine(async (machine) => {
      const [path = '', value = ''] = setting.split(' ');
      const file = machine.write(gateway);
      const result = await machine.run([
        'unshare',
        '--mount',
        'sh',
        '-ec',
        `mount -t tmpfs tmpfs /proc/sys/${path.split('/')[0]}; echo ${value} >/proc/sys/${path}
        mkdir -p /run/test-harness/bin; cd /run/test-harness/bin
        printf '#!/bin/sh\\necho "unshare: write failed /proc/self/uid_map: Operation not permitted" >&2; exit 1\\n' >unshare
        chmod 755 unshare; PATH=$PWD:$PATH exec ${nobody.join(' ')} sh ${file} sandbox verify`,
      ]);
      claim(result, 2);
      assert.ok(result.stderr.includes(`sudo sysctl -w ${cure}`), result.stderr);
    }));
}

test('exec and shell in the lab on the machine', () =>
  withMachine((machine) =>
    leavesNothing(machine, async () => {
      const { call } = await callsOf(machine, router, []);
      claim(await call('exec', 'ns1', 'true'), 3);
      claim(await call(), 0);
      claim(await call('exec', 'ns1', 'sh', '-c', 'exit 9'), 9);
      assert.match(claim(await call('exec', 'ns1', 'ip', '-br', 'address'), 0), /192\.168\.1\.2\/24/);
      assert.is(claim(await call('exec', 'root', 'echo', 'a  b'), 0), 'a  b\n');
      assert.match((await call('exec', 'ns9', 'true')).stderr, /no node ns9.*\n(.*\n)*ns1\n/);
      claim(await call('exec', 'ns9', 'true'), 2);
      const shell = await machine.script(router, ['shell', 'ns2'], { input: 'ip -br address; exit 5' });
      assert.match(claim(shell, 5), /192\.168\.2\.2\/24/);
      if (isRoot) claim(await (await callsOf(machine, router, nobody)).call('exec', 'ns1', 'true'), 2);
      claim(await call('down'), 0);
    }),
  ));

/** Opens a sandbox and waits until others can look into it. */
async function openSandbox(start: (...words: readonly string[]) => Running, call: Call): Promise<Running> {
  const running = start('sandbox', '--', 'sleep', '4321');
  for (let tries = 0; tries < 200; tries++) {
    const { code } = await call('exec', 'root', 'true');
    if (code === 0) return running;
  }
  throw new Error('the sandbox does not open');
}

for (const user of users) {
  test(`exec in a sandbox that is open elsewhere, ${user.length > 0 ? 'as an ordinary user' : 'as root'}`, () =>
    withMachine((machine) =>
      leavesNothing(machine, async () => {
        const { call, start } = await callsOf(machine, router, user);
        const running = await openSandbox(start, call);
        assert.match(claim(await call('exec', 'ns1', 'ip', '-br', 'address'), 0), /192\.168\.1\.2\/24/);
        claim(await call('exec', 'ns1', 'ping', '-c', '1', '-w', '2', '192.168.2.2'), 0);
        claim(await call('exec', 'ns2', 'sh', '-c', 'exit 9'), 9);
        claim(await call('exec', 'nobody', 'true'), 2);
        assert.is(claim(await call('exec', 'root', 'pwd'), 0), '/\n');
        assert.is((await machine.shell('ls /run/netns 2>/dev/null || true')).trim(), '');
        if (user.length > 0) claim(await (await callsOf(machine, router, [])).call('exec', 'ns1', 'true'), 3);
        running.signal('SIGTERM');
        const { code, signal } = await running.done;
        assert.ok(signal === 'SIGTERM' || code === 143, `ended with ${signal ?? code}`);
        assert.is((await machine.run(['pgrep', '-f', '^sleep 4321'])).stdout, '');
        claim(await call('exec', 'ns1', 'true'), 3);
      }),
    ));
}

test('what others have written is not believed', () =>
  withMachine(async (machine) => {
    const { call, start } = await callsOf(machine, router, []);
    const running = await openSandbox(start, call);
    const folder = '/run/test-harness/root/netgen';
    await machine.shell(`chmod 777 ${folder}`);
    claim(await call('exec', 'root', 'true'), 3);
    await machine.shell(`chmod 700 ${folder}`);
    claim(await call('exec', 'root', 'true'), 0);
    if (isRoot) {
      await machine.shell(`chown 65534 ${folder}`);
      claim(await call('exec', 'root', 'true'), 3);
      await machine.shell(`chown 0 ${folder}`);
    }
    // the number of a process that began at another time
    await machine.shell(
      `for file in ${folder}/*; do sed -i 's/[0-9]*$/1/; s/ \\([SR]\\) .*/ \\1 1 1 1 1 1 1/' "$file"; done`,
    );
    claim(await call('exec', 'root', 'true'), 3);
    running.signalAll('SIGKILL');
    await running.done;
  }));

test.run();
