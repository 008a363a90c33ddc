// What the other tests on kernels rely on: a machine is closed, works at once, and leaves nothing.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as assert from 'uvu/assert';
import { joinMachines, Machine } from './machine.helper.ts';
import { kernelSuite } from './support.helper.ts';

const test = await kernelSuite('machine', ['ping']);

async function inMachine(work: (machine: Machine) => Promise<void>): Promise<void> {
  const machine = await Machine.start();
  try {
    await work(machine);
  } finally {
    await machine.stop();
  }
}

async function isGone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (!existsSync(`/proc/${pid}`)) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

test('it has nothing but lo, and what it makes stays inside', () =>
  inMachine(async (machine) => {
    assert.match(await machine.shell('ip -o link'), /^1: lo: <LOOPBACK,UP,LOWER_UP>[^\n]*\n$/);
    await machine.shell('ip netns add harness-x; ip link add name harness-x type bridge');
    assert.is((await machine.shell('ls /sys/class/net; ls /run/netns')).trim(), 'harness-x\nlo\nharness-x');
    assert.not.ok(existsSync('/run/netns/harness-x'));
    assert.is.not(spawnSync('ip', ['link', 'show', 'dev', 'harness-x']).status, 0);
  }));

test('a command gets its input, environment, folder, and gives its output and exit code', () =>
  inMachine(async (machine) => {
    const result = await machine.run(['sh', '-c', 'read -r a; echo "$a $B $(pwd)"; echo no >&2; exit 7'], {
      input: 'in\n',
      env: { B: 'env' },
      cwd: '/run',
    });
    assert.equal(result, {
      code: 7,
      signal: undefined,
      timedOut: false,
      stdout: 'in env /run\n',
      stderr: 'no\n',
    });
  }));

test('a script runs as a file, in each shell', () =>
  inMachine(async (machine) => {
    const shells = ['sh', ['bash'], ['busybox', 'sh']].filter(
      (shell) => spawnSync([shell].flat()[0] ?? '', ['--help']).error === undefined,
    );
    for (const shell of shells) {
      const { stdout, stderr } = await machine.script('printf "%s|" "$@"; exit 3\n', ['a b', ''], { shell });
      assert.is(stdout, 'a b||', stderr);
    }
  }));

test('a command that takes too long is ended with what it started', () =>
  inMachine(async (machine) => {
    const { code, timedOut, stdout } = await machine.run(['sh', '-c', 'sleep 300 & echo started; wait'], {
      timeout: 1,
    });
    assert.equal([code, timedOut, stdout], [124, true, 'started\n']);
    assert.not.match(await machine.shell('cat /proc/[0-9]*/comm'), 'sleep');
  }));

test('a signal goes to the command alone, or to all that it started', () =>
  inMachine(async (machine) => {
    for (const [all, left] of [
      [false, 1],
      [true, 0],
    ] as const) {
      const running = machine.start(['sh', '-c', 'sleep 301 >/dev/null 2>&1 & echo $! >/run/started; wait']);
      await machine.shell('i=0; until [ -s /run/started ]; do sleep 0.05; done');
      if (all) running.signalAll('SIGKILL');
      else running.signal('SIGKILL');
      const { code, signal } = await running.done;
      assert.ok(code === 137 || signal === 'SIGKILL', `${code} ${signal}`);
      const alive =
        'n=$(cat /run/started); rm /run/started; if kill -0 "$n" 2>/dev/null; then echo 1; else echo 0; fi';
      await new Promise((resolve) => setTimeout(resolve, 100));
      assert.is((await machine.shell(alive)).trim(), String(left));
    }
  }));

test('an uplink can be used at once, and leads outside', () =>
  inMachine(async (machine) => {
    await machine.addUplink('enp0s3', ['10.0.2.15/24', 'fd00:2::15/64']);
    const outside = await machine.outside();
    await outside.shell(
      'ip address add 10.0.2.2/24 dev enp0s3; ip address add fd00:2::2/64 dev enp0s3 nodad',
    );
    await machine.shell('ping -qc 1 -w 5 10.0.2.2; ping -qc 1 -w 5 fd00:2::2');
    assert.not.match(await machine.shell('ip address show dev enp0s3'), 'tentative');
  }));

test('two machines are joined by a cable', () =>
  inMachine(async (left) =>
    inMachine(async (right) => {
      await joinMachines(left, 'enp0s3', ['10.0.2.15/24'], right, 'enp0s8', [
        '10.0.2.16/24',
        'fd00:2::16/64',
      ]);
      await left.shell('ping -qc 1 -w 5 10.0.2.16');
      await right.shell('ping -qc 1 -w 5 10.0.2.15; ip link show dev enp0s8');
    }),
  ));

test('orphans are reaped', () =>
  inMachine(async (machine) => {
    await machine.shell('sh -c "sleep 0.1 >/dev/null 2>&1 &"; sleep 0.5');
    assert.not.match(await machine.shell('cat /proc/[0-9]*/stat'), /\) Z /);
  }));

test('stop ends everything in it', async () => {
  const machine = await Machine.start();
  const running = machine.start(['setsid', 'sleep', '302']);
  await machine.shell('until grep -qs sleep /proc/[0-9]*/comm; do sleep 0.05; done');
  await machine.stop();
  await running.done;
  assert.ok(await isGone(machine.pid));
});

test('nothing survives a test process that is killed, or forgets to stop its machine', async () => {
  const helper = pathToFileURL(fileURLToPath(new URL('machine.helper.js', import.meta.url))).href;
  const start = `const { Machine } = await import(${JSON.stringify(helper)});
    const machine = await Machine.start();
    await machine.addUplink('enp0s3', []);
    console.log(machine.pid, (await machine.outside()).pid);`;
  for (const end of ['setInterval(() => {}, 1000); process.kill(process.pid, "SIGKILL");', '']) {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', `${start}\n${end}`]);
    let said = '';
    child.stdout.on('data', (data) => {
      said += data;
    });
    const [code, signal] = await once(child, 'close');
    assert.ok(end === '' ? code === 0 : signal === 'SIGKILL', `${code} ${signal}`);
    const pids = said.trim().split(' ').map(Number);
    assert.is(pids.length, 2);
    for (const pid of pids) assert.ok(await isGone(pid), String(pid));
  }
});

test.run();
