// A machine for one test: network, mount and process namespaces of its own (as an ordinary user also a user
// namespace), kept by one process. Whatever is done in it is gone when that process ends, and it ends when its
// standard input does: nothing survives the test, not even one that was killed.
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

export type Result = {
  readonly code: number;
  readonly signal: NodeJS.Signals | undefined;
  readonly timedOut: boolean;
  readonly stdout: string;
  readonly stderr: string;
};

export type RunOptions = {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The folder to run in, as the machine sees it. */
  readonly cwd?: string;
  /** Seconds; then the command is killed with everything that it started. */
  readonly timeout?: number;
};

export type ScriptOptions = RunOptions & {
  /** `dash`, `['busybox', 'sh']`, …; `sh` where nothing is said. */
  readonly shell?: string | readonly string[];
};

/** A command that is running in a machine. */
export type Running = {
  readonly done: Promise<Result>;
  /** To the command and everything it started, as far as that stayed in its process group. */
  signalAll(signal: NodeJS.Signals): void;
  /** To the command alone: what it started goes on as an orphan. */
  signal(signal: NodeJS.Signals): void;
};

type Holder = { readonly pid: number; readonly child: ChildProcessWithoutNullStreams };

// A bash whose standard input is a socket takes itself for a remote login and reads ~/.bashrc, unless it is inside another.
const env = { ...process.env, SHLVL: '2', PATH: `${process.env.PATH ?? ''}:/usr/sbin:/sbin`, LC_ALL: 'C' };
const isRoot = process.getuid?.() === 0;

// bash, because it reaps the orphans that a first process inherits; dash and cat leave them as zombies.
// /proc/self is that of the outer /proc still, hence the number by which we find the process from outside.
const waitForEnd = 'while read -r _; do :; done';
const holdUser = `read -r pid _ </proc/self/stat; echo "ready $pid"; ${waitForEnd}`;
const holdMachine = `set -e
read -r pid _ </proc/self/stat
mount -t proc proc /proc
mount -t tmpfs -o mode=755 tmpfs /run
mkdir /run/netns
# So that /sys/class/net shows this machine's devices. Not everywhere allowed, and seldom looked at.
mount -t sysfs sysfs /sys 2>/dev/null || true
ip link set dev lo up
echo "ready $pid"
${waitForEnd}`;

function startHolder(argv: readonly string[], text: string): Promise<Holder> {
  const [command = '', ...args] = [...argv, 'bash', '-c', text];
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env });
    let said = '';
    child.stdin.on('error', () => undefined);
    child.stderr.on('data', (data) => {
      said += data;
    });
    child.stdout.on('data', (data) => {
      const pid = /^ready (\d+)$/m.exec(String(data))?.[1];
      if (pid === undefined) return;
      // A test that forgets to stop its machine shall still come to its end.
      child.unref();
      for (const stream of [child.stdin, child.stdout, child.stderr]) {
        (stream as unknown as { unref(): void }).unref();
      }
      resolve({ pid: Number(pid), child });
    });
    child.on('error', reject);
    child.on('close', () => reject(new Error(`${argv.join(' ')}: ${said.trim()}${cure(said)}`)));
  });
}

function cure(said: string): string {
  if (isRoot || !/Operation not permitted|Permission denied|No space left/.test(said)) return '';
  for (const [file, forbids] of [
    ['/proc/sys/kernel/unprivileged_userns_clone', '0'],
    ['/proc/sys/kernel/apparmor_restrict_unprivileged_userns', '1'],
    ['/proc/sys/user/max_user_namespaces', '0'],
  ] as const) {
    try {
      if (readFileSync(file, 'utf8').trim() === forbids)
        return ` (${file} is ${forbids}; run the tests as root)`;
    } catch {}
  }
  return ' (user namespaces are forbidden here; run the tests as root)';
}

let user: Promise<Holder> | undefined;

/**
 * What stands before a command so that it may do what root may do with our machines. For an ordinary user that is one
 * user namespace for all machines: only then may a cable lead from one to the other.
 */
async function privilege(): Promise<readonly string[]> {
  if (isRoot) return [];
  user ??= startHolder(['unshare', '--user', '--map-root-user'], holdUser);
  const { pid } = await user;
  return ['nsenter', '--user', '--preserve-credentials', `--target=${pid}`, '--'];
}

export class Machine {
  readonly #holder: Holder;
  readonly #privilege: readonly string[];
  #outside: Promise<Machine> | undefined;
  #scripts = 0;

  private constructor(holder: Holder, before: readonly string[]) {
    this.#holder = holder;
    this.#privilege = before;
  }

  static async start(): Promise<Machine> {
    const before = await privilege();
    const isolate = [
      'unshare',
      '--net',
      '--mount',
      '--propagation',
      'private',
      '--pid',
      '--fork',
      '--kill-child',
    ];
    return new Machine(await startHolder([...before, ...isolate], holdMachine), before);
  }

  /** The number of the machine's first process, as seen from outside. */
  get pid(): number {
    return this.#holder.pid;
  }

  /** Where a file of the machine is for us, who stand outside. */
  path(inside: string): string {
    return join(`/proc/${this.pid}/root`, inside);
  }

  async stop(): Promise<void> {
    const { child } = this.#holder;
    const ended = child.exitCode !== null || child.signalCode !== null;
    const closed = ended || new Promise((resolve) => child.once('close', resolve));
    child.ref();
    child.stdin.end();
    // The first process of a machine ends at once, and takes all others with it; unless somebody stopped it.
    const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
    await closed;
    clearTimeout(timer);
    await (await this.#outside)?.stop();
  }

  /** Starts a command in the machine. */
  start(argv: readonly string[], options: RunOptions = {}): Running {
    const into = `--target=${this.pid}`;
    const enter = [
      'nsenter',
      into,
      '--net',
      '--mount',
      '--pid',
      ...(isRoot ? [] : ['--user', '--preserve-credentials']),
    ];
    // nsenter leaves us in /; a folder is for the shell to enter, which then is replaced by the command.
    const inFolder = options.cwd === undefined ? [] : ['sh', '-c', 'cd "$0" && exec "$@"', options.cwd];
    return launch([...enter, '--', ...inFolder, ...argv], options);
  }

  /** Runs a command in the machine to its end. */
  run(argv: readonly string[], options: RunOptions = {}): Promise<Result> {
    return this.start(argv, options).done;
  }

  /** Runs a command that has to succeed; answers its standard output. */
  async must(argv: readonly string[], options: RunOptions = {}): Promise<string> {
    const { code, signal, stdout, stderr } = await this.run(argv, options);
    if (code !== 0) throw new Error(`${argv.join(' ')}: ${signal ?? `exit ${code}`}\n${stdout}${stderr}`);
    return stdout;
  }

  /** Runs a line of shell that has to succeed; answers its standard output. */
  shell(text: string, options: RunOptions = {}): Promise<string> {
    return this.must(['sh', '-ec', text], options);
  }

  /** Puts a script into a file of the machine; answers its path there. */
  write(text: string): string {
    mkdirSync(this.path(harnessFolder), { recursive: true });
    this.#scripts += 1;
    const file = `${harnessFolder}/${this.#scripts}.sh`;
    writeFileSync(this.path(file), text, { mode: 0o755 });
    return file;
  }

  startScript(
    text: string,
    words: readonly string[] = [],
    { shell = 'sh', ...options }: ScriptOptions = {},
  ): Running {
    const argv = typeof shell === 'string' ? [shell] : shell;
    return this.start([...argv, this.write(text), ...words], options);
  }

  /** Runs a script, as a file, with words behind it. */
  script(text: string, words: readonly string[] = [], options: ScriptOptions = {}): Promise<Result> {
    return this.startScript(text, words, options).done;
  }

  /**
   * Gives the machine a device that leads outside, with addresses, up and usable at once.
   * What it leads to is `outside()`.
   */
  async addUplink(name: string, addresses: readonly string[]): Promise<void> {
    const outside = await this.outside();
    await joinMachines(this, name, addresses, outside, name, []);
  }

  /** The machine at the far end of this one's uplinks, where devices have the same names. */
  outside(): Promise<Machine> {
    this.#outside ??= Machine.start();
    return this.#outside;
  }

  /** Runs `ip` in this machine's network, but among the processes outside, so that it can name another machine's. */
  async ipFromOutside(args: readonly string[]): Promise<void> {
    const argv = [...this.#privilege, 'nsenter', `--net=/proc/${this.pid}/ns/net`, '--', 'ip', ...args];
    const { code, stderr } = await launch(argv, {}).done;
    if (code !== 0) throw new Error(`ip ${args.join(' ')}: ${stderr}`);
  }
}

/** Files of the tests themselves in a machine; no snapshot looks at them. */
export const harnessFolder = '/run/test-harness';

/** One cable from machine to machine. Both ends are up, and their addresses can be used at once. */
export async function joinMachines(
  a: Machine,
  nameA: string,
  addressesA: readonly string[],
  b: Machine,
  nameB: string,
  addressesB: readonly string[],
): Promise<void> {
  const peer = ['peer', 'name', nameB, 'netns', String(b.pid)];
  await a.ipFromOutside(['link', 'add', 'name', nameA, 'type', 'veth', ...peer]);
  await Promise.all([bringUp(a, nameA, addressesA), bringUp(b, nameB, addressesB)]);
}

async function bringUp(machine: Machine, name: string, addresses: readonly string[]): Promise<void> {
  // Without duplicate address detection nothing changes by itself two seconds later.
  const lines = [
    `echo 0 >/proc/sys/net/ipv6/conf/${name}/accept_dad`,
    `ip link set dev ${name} up`,
    ...addresses.map(
      (address) => `ip address add ${address} dev ${name}${address.includes(':') ? ' nodad' : ''}`,
    ),
    // The kernel gives it a link-local address once the far end is up, too.
    `i=0; until ip -6 -o address show dev ${name} scope link | grep -q . || [ $i = 50 ]; do sleep 0.02; i=$((i + 1)); done`,
  ];
  await machine.shell(lines.join('\n'));
}

function launch(argv: readonly string[], { input, env: extra, timeout = 60 }: RunOptions): Running {
  const [command = '', ...args] = argv;
  // A process group of its own, so that it can be ended as a whole, across the border of process namespaces.
  const child = spawn(command, args, { env: { ...env, ...extra }, detached: true });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (data: Buffer) => stdout.push(data));
  child.stderr.on('data', (data: Buffer) => stderr.push(data));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  let timedOut = false;
  const signalAll = (signal: NodeJS.Signals) => {
    if (child.pid !== undefined) kill(-child.pid, signal);
  };
  const timer = setTimeout(() => {
    timedOut = true;
    signalAll('SIGKILL');
    // Whoever left the process group may still hold our ends of the pipes.
    child.stdout.destroy();
    child.stderr.destroy();
  }, timeout * 1000);
  const done = new Promise<Result>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      const text = (chunks: Buffer[]) => Buffer.concat(chunks).toString();
      resolve({
        code: timedOut ? 124 : (code ?? 128),
        signal: signal ?? undefined,
        timedOut,
        stdout: text(stdout),
        stderr: text(stderr),
      });
    });
  });
  const signal = (name: NodeJS.Signals) => {
    const pid = child.pid === undefined ? undefined : childOf(child.pid);
    if (pid !== undefined) kill(pid, name);
  };
  return { done, signalAll, signal };
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // it has ended already
  }
}

/** nsenter's only child is the command itself. */
function childOf(parent: number): number | undefined {
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      // The name, in brackets, may hold blanks.
      const [, ppid] = readFileSync(`/proc/${entry}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      if (Number(ppid) === parent) return Number(entry);
    } catch {
      // it has ended meanwhile
    }
  }
  return undefined;
}
