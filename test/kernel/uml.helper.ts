// A second kernel, User-Mode Linux, whose first network namespace a test may change as it likes: what new namespaces
// take over from the machine can be seen nowhere else. It reads the files of this machine and writes none but its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

const kernel = '/usr/bin/linux.uml';
const modules = '/usr/lib/uml/modules';

/** Why there is no second kernel here; undefined where there is one. */
export function umlMissing(): string | undefined {
  if (!existsSync(kernel) || !existsSync(modules))
    return 'there is no second kernel (Debian: user-mode-linux)';
  return undefined;
}

// The machine's own files lie read-only below; what is written stays in memory, but for the job's folder, /mnt.
// busybox, because mount(8) becomes its file's owner, and an ordinary user's second kernel takes nobody for that.
// modprobe finds modules on demand only once the root is moved; `mount --move` keeps user namespaces possible.
const init = (job: string): string => `#!/bin/sh
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
busybox mount -t tmpfs tmpfs /mnt
cd /mnt
mkdir upper work root lib
ln -s ${modules} lib/modules
busybox mount -t proc proc /proc
modprobe -d /mnt overlay
busybox mount -t overlay overlay root -o lowerdir=/,upperdir=upper,workdir=work
mkdir -p root/lib/modules
busybox mount --bind ${modules} root/lib/modules
cd root
for folder in run tmp var/tmp; do busybox mount -t tmpfs tmpfs $folder; done
busybox mount -t proc proc proc
busybox mount -t sysfs sysfs sys
busybox mount -t devtmpfs dev dev
busybox mount -t hostfs none mnt -o ${job}
busybox mount --move . /
exec chroot . /bin/sh -c 'modprobe -qa ipv6 br_netfilter
ip link set dev lo up
sh /mnt/command </dev/null >/mnt/stdout 2>/mnt/stderr
echo $? >/mnt/code
busybox poweroff -f
sleep 9'
`;

/** Runs shell text as root of a fresh machine, where the files are in /mnt; answers what it says and leaves there. */
export async function inUml(
  command: string,
  files: Readonly<Record<string, string>>,
  seconds: number,
): Promise<{ code: number; stdout: string; stderr: string; file: (name: string) => string }> {
  const job = mkdtempSync('/var/tmp/netgen-uml-');
  try {
    for (const [name, text] of Object.entries({ ...files, command })) writeFileSync(join(job, name), text);
    writeFileSync(join(job, 'init'), init(job), { mode: 0o755 });
    const console_ = await boot(job, seconds);
    const left = new Map<string, string>();
    const file = (name: string): string => {
      const path = join(job, name);
      return left.get(name) ?? (existsSync(path) ? readFileSync(path, 'utf8') : '');
    };
    if (file('code') === '')
      throw new Error(`the second kernel ended early or took longer than ${seconds} s:\n${console_}`);
    for (const name of [...Object.keys(files), 'stdout', 'stderr', 'code', 'report'])
      left.set(name, file(name));
    return { code: Number(file('code')), stdout: file('stdout'), stderr: file('stderr'), file };
  } finally {
    rmSync(job, { recursive: true, force: true });
  }
}

/** Runs the kernel to its end; answers the last words on its console. */
async function boot(job: string, seconds: number): Promise<string> {
  const user = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
  const machine = [
    'mem=512M',
    'root=/dev/root',
    'rootfstype=hostfs',
    'rootflags=/',
    'ro',
    `init=${job}/init`,
  ];
  const consoles = [`uml_dir=${job}/`, 'con=null', 'con0=null,fd:1', 'quiet'];
  // The kernel leaves its process group, but not this process namespace; and it must not be the first in there.
  const behind = ['sh', '-c', '"$@"; exit $?', 'sh', kernel, ...machine, ...consoles];
  const child = spawn('unshare', [...user, '--pid', '--fork', '--kill-child', ...behind], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data) => {
      said = `${said}${data}`.slice(-4000);
    });
  const timer = setTimeout(() => child.kill('SIGKILL'), seconds * 1000);
  await once(child, 'close');
  clearTimeout(timer);
  return said;
}
