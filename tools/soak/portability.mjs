// The scripts of the fixture labs with the tools of other Debians, in chroots made by debootstrap, on this kernel and
// apart from this machine's network; and what each ShellCheck finds in them. `--dir FOLDER` keeps the chroots.
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { find, root, run } from '../command.mjs';
import { filesBelow } from '../files.mjs';

const suites = { bullseye: '11', bookworm: '12', trixie: '13' };
const packages = 'iproute2,nftables,busybox,shellcheck,iputils-ping,mksh,gawk,mawk,procps';
const skipped = [];
let failed = 0;
let passed = 0;

function skip(what, why) {
  skipped.push(`${what}: ${why}`);
  console.log(`SKIPPED ${what}: ${why}`);
}

function verdict(isGood, what, output = '') {
  if (isGood) passed += 1;
  else failed += 1;
  console.log(`${isGood ? 'ok    ' : 'not ok'} ${what}`);
  if (!isGood) console.log(output.trimEnd().replace(/^/gm, '       | '));
}

export async function soak(args) {
  const { values } = parseArgs({
    args,
    options: {
      dir: { type: 'string', default: join(tmpdir(), 'netgen-portability') },
      mirror: { type: 'string', default: mirrorOfMachine() },
      suites: { type: 'string', default: Object.keys(suites).join(',') },
    },
  });
  if (values.mirror === undefined) {
    console.error('no Debian mirror in the apt sources of this machine: say --mirror');
    return 2;
  }
  const scripts = await fixtureScripts();
  mkdirSync(values.dir, { recursive: true });
  for (const suite of values.suites.split(',')) {
    const folder = join(values.dir, suite);
    const why = await makeChroot(suite, folder, values.mirror);
    if (why !== undefined) {
      skip(`Debian ${suites[suite] ?? suite}`, why);
      continue;
    }
    await tryOut(suite, folder, scripts);
    if (suite === 'trixie') await tryBackport(folder, values.mirror, scripts);
  }
  skip('ShellCheck 0.8', 'no Debian has it');
  console.log(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
  for (const one of skipped) console.log(`  NOT TRIED: ${one}`);
  return failed > 0 ? 1 : 0;
}

/** Where this machine's own packages come from; undefined where apt has no such source. */
function mirrorOfMachine() {
  const sources = filesBelow('/etc/apt').filter((file) => /\/sources\.list$|\.(list|sources)$/.test(file));
  const addresses = sources.flatMap(
    (file) => readFileSync(file, 'utf8').match(/^[^#\n]*?\bhttps?:\S+/gm) ?? [],
  );
  return addresses
    .map((line) => line.replace(/^.*\b(?=https?:)/, ''))
    .find((one) => /\/debian\/?$/.test(one));
}

/** The fixtures' scripts by lab, and their tear-downs; the fat tree is too much for this. */
async function fixtureScripts() {
  const labs = join(root, 'fixtures/labs');
  const scripts = {};
  for (const lab of readdirSync(labs)) {
    const folder = join(labs, lab);
    for (const file of readdirSync(folder).filter((one) => one.endsWith('.sh')))
      scripts[`${lab}.${file}`] = readFileSync(join(folder, file), 'utf8');
  }
  const args = [
    join(root, 'dist/bundle/netgen.cjs'),
    'build',
    '--teardown',
    join(labs, 'gateway/gateway.net'),
  ];
  const { code, output } = await run('node', args);
  if (code !== 0) throw new Error(output);
  return { ...scripts, 'gateway.teardown.sh': output };
}

async function makeChroot(suite, folder, mirror) {
  if (process.getuid?.() !== 0) return 'chroots need root';
  const stamp = join(folder, '.ready');
  if (existsSync(stamp)) return undefined;
  if (find('debootstrap') === undefined) return 'debootstrap is missing';
  console.log(`making ${folder} from ${mirror}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'etc/dpkg/dpkg.cfg.d'), { recursive: true });
  writeFileSync(join(folder, 'etc/dpkg/dpkg.cfg.d/unsafe-io'), 'force-unsafe-io\n');
  const { code, output } = await run(
    'debootstrap',
    ['--variant=minbase', `--include=${packages}`, suite, folder, mirror],
    { timeout: 3600 },
  );
  if (code !== 0) return `debootstrap: ${output.trim().split('\n').at(-1)}`;
  writeFileSync(stamp, '');
  return undefined;
}

// pivot_root, because the kernel refuses user namespaces behind a chroot
const enter = `set -e
mount --bind "$1" "$1"
cd "$1"
mount -t proc proc proc
mount -t tmpfs -o mode=755 tmpfs run
mount -t sysfs sysfs sys
mount --rbind /dev dev
mkdir -p run/netns
pivot_root . mnt
cd /
umount -l mnt
ip link set dev lo up
exec bash /netgen/life.sh`;

const life = `export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
cd /netgen
say() { printf '%s\\t%s\\n' "$1" "$2"; }
ip -V; nft --version; bash --version | sed 1q; busybox 2>&1 | sed 1q; ping -V; unshare --version; gawk --version | sed 1q
dpkg-query -W -f '\${Package} \${Version}\\n' mksh dash mawk shellcheck
ip link add name enp0s3 type veth peer name far
for end in enp0s3 far; do echo 0 >/proc/sys/net/ipv6/conf/$end/accept_dad; ip link set $end up; done
ip addr add 10.0.2.15/24 dev enp0s3; ip addr add fd00:2::15/64 dev enp0s3
sleep 1
now() {
  ip -d -o link | sed 's/^[0-9]*: //; s/ qlen [0-9]*//'; ip -o addr | sed 's/^[0-9]*: //'; ip route show table all; ip -6 route show table all
  ip rule; ip -6 rule; ip neigh show nud permanent; nft list ruleset; ls /run/netns /run/netgen 2>&1
  sysctl -a 2>/dev/null | grep '^net\\.' | grep -v '^net\\.netfilter\\.nf_conntrack_count'
}
now >/tmp/before
unchanged() { now >/tmp/after; diff /tmp/before /tmp/after >/tmp/diff && say ok "$1: nothing is left" || { say 'not ok' "$1: something is left"; cat /tmp/diff; }; }
does() { # CODE NAME COMMAND…
  code=0 wanted=$1 what=$2; shift 2
  timeout 120 "$@" >/tmp/out 2>&1 </dev/null || code=$?
  if test $code = $wanted; then say ok "$what"; else say 'not ok' "$what: exit $code, not $wanted"; cat /tmp/out; fi
}
ip netns add first; ip netns del first; mkdir -p /run/netgen
now >/tmp/before
whole() { # SCRIPT SHELL…
  script=$1; shift
  words='up verify status up down'
  case $script in two-machines*) words='up status down' ;; esac
  case $script in *right*) ip addr replace 10.0.2.16/24 dev enp0s3; now >/tmp/before ;; esac
  for word in $words; do does 0 "$script $word under $*" "$@" $script $word; done
  unchanged "$script under $*"
  case $script in *right*) ip addr del 10.0.2.16/24 dev enp0s3; now >/tmp/before ;; esac
}
for script in *.sh; do
  case $script in life.sh | *.teardown.sh | broken.sh | slow.sh | fat-tree*) ;; *) whole $script bash ;; esac
done
for shell in dash 'busybox sh' mksh; do for lab in dual-stack users-line; do whole $lab.$lab.sh $shell; done; done
mkdir /tmp/awks
for awk in gawk mawk 'busybox awk'; do
  printf '#!/bin/sh\\nexec %s "$@"\\n' "$awk" >/tmp/awks/awk; chmod 755 /tmp/awks/awk
  for lab in dual-stack routing; do PATH=/tmp/awks:$PATH whole $lab.$lab.sh bash; done
done
line=users-line.users-line.sh
for shell in bash dash 'busybox sh' mksh; do
  for word in up verify status down; do
    code=0; timeout 60 $shell -s $word <$line >/tmp/out 2>&1 || code=$?
    if test $code = 0; then say ok "standard input: $word under $shell"; else say 'not ok' "standard input: $word under $shell: exit $code"; cat /tmp/out; fi
  done
  does 1 "a step that fails, under $shell" $shell broken.sh
  grep -q '^users-line\\.net:2: ns ns1: .*eth9' /tmp/out && say ok 'names its line' || { say 'not ok' 'names its line'; cat /tmp/out; }
  unchanged "a step that failed, under $shell"
  setsid $shell slow.sh >/dev/null 2>&1 & job=$!
  until ip -n ns1 route 2>/dev/null | grep -q default; do sleep 0.1; done
  kill -9 -- -$job; wait $job 2>/dev/null
  does 1 "status of a killed run, under $shell" $shell $line status
  does 0 "down of a killed run, under $shell" $shell $line down
  unchanged "a killed run, under $shell"
done
ip netns add ns1
does 3 'refuses a namespace that is there' bash $line
ip netns del ns1
ip link add name br0 type bridge
does 3 'refuses a device that is there' bash $line
ip link del br0
does 0 'doctor' bash $line doctor
does 0 '-n up' bash gateway.gateway.sh -n up
bash gateway.gateway.sh up >/dev/null 2>&1
ip netns exec ns1 sleep 300 & sleep 0.3
does 1 'down names who lives there' bash gateway.gateway.sh down
grep -q 'ns ns1 is held by .*sleep' /tmp/out && say ok 'by name' || { say 'not ok' 'by name'; cat /tmp/out; }
does 0 'down --kill' bash gateway.gateway.sh down --kill
bash gateway.gateway.sh up >/dev/null 2>&1
does 0 'the tear-down script' bash gateway.teardown.sh
unchanged 'all of this'
for lab in gateway router; do
  does 0 "sandbox verify of $lab as root" bash $lab.$lab.sh sandbox verify
  does 0 "sandbox verify of $lab as an ordinary user" setpriv --reuid 65534 --regid 65534 --clear-groups -- bash $lab.$lab.sh sandbox verify
done
does 0 'sandbox exec' bash gateway.gateway.sh sandbox exec ns1 ping -c 1 192.168.1.1
unchanged 'sandboxes'
`;

async function tryOut(suite, folder, scripts) {
  const inside = join(folder, 'netgen');
  rmSync(inside, { recursive: true, force: true });
  mkdirSync(inside);
  chmodSync(inside, 0o755);
  const line = scripts['users-line.users-line.sh'];
  const files = {
    ...scripts,
    'life.sh': life,
    'broken.sh': line.replace('addr add 192.168.1.2/24 dev eth0', 'addr add 192.168.1.2/24 dev eth9'),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: shell text
    'slow.sh': line.replace('  interface br0', '  case ${mode} in up) sleep 20 ;; esac\n  interface br0'),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(inside, name), text, { mode: 0o755 });
  const isolate = ['--net', '--mount', '--pid', '--fork', '--kill-child', '--propagation', 'private'];
  const { code, output } = await run('unshare', [...isolate, 'bash', '-c', enter, 'bash', folder], {
    timeout: 3600,
  });
  const about = `Debian ${suites[suite]}`;
  const results = output.split(/^(?=(?:not ok|ok)\t)/m);
  console.log((results.shift() ?? '').trimEnd().replace(/^/gm, `${about}: `));
  for (const result of results) {
    const [, word, what, more] = /^(not ok|ok)\t(.*)\n([\s\S]*)$/.exec(result) ?? [];
    verdict(word === 'ok', `${about}: ${what}`, more);
  }
  verdict(code === 0 && results.length > 0, `${about}: came to its end`, output.slice(-2000));
  await shellCheck(`${about}'s ShellCheck`, ['chroot', folder, 'shellcheck'], '/netgen', scripts);
}

async function shellCheck(about, command, folder, scripts) {
  const [program, ...before] = command;
  const { output: version } = await run(program, [...before, '--version']);
  const number = /^version: (.*)$/m.exec(version)?.[1];
  for (const shell of ['bash', 'sh']) {
    const files = Object.keys(scripts).map((name) => join(folder, name));
    const { code, output } = await run(program, [...before, '-o', 'all', '-s', shell, ...files], {
      timeout: 3600,
    });
    verdict(
      code === 0,
      `${about} (${number}) finds nothing in ${files.length} scripts as ${shell}`,
      output.slice(0, 3000),
    );
  }
}

/** ShellCheck of trixie-backports, beside trixie's own. */
const backport = `set -e
test ! -x /opt/shellcheck/usr/bin/shellcheck || exit 0
echo 'deb MIRROR trixie-backports main' >/etc/apt/sources.list.d/backports.list
apt-get -q update
cd /tmp
apt-get -q download shellcheck/trixie-backports libnuma1
for package in shellcheck_*.deb libnuma1_*.deb; do dpkg-deb -x $package /opt/shellcheck; done`;

async function tryBackport(folder, mirror, scripts) {
  const { code, output } = await run('chroot', [folder, 'sh', '-c', backport.replace('MIRROR', mirror)], {
    timeout: 600,
  });
  if (code !== 0) {
    skip('ShellCheck of trixie-backports', output.trim().split('\n').at(-1));
    return;
  }
  const libraries = '/opt/shellcheck/usr/lib/x86_64-linux-gnu';
  const command = [
    'chroot',
    folder,
    'env',
    `LD_LIBRARY_PATH=${libraries}`,
    '/opt/shellcheck/usr/bin/shellcheck',
  ];
  await shellCheck('ShellCheck of trixie-backports', command, '/netgen', scripts);
}
