// npm run demo: from a lab's drawing to three namespaces that reach each other, and back to nothing.
// All of it in a network namespace of its own: the network of this machine is not touched.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.mjs';
import { find, root, run } from './command.mjs';
import { ensureDependencies, ensureSystem } from './setup.mjs';

const lab = 'fixtures/labs/bridge/bridge.net';
const shownLines = 40;
let folder;

// What is left of a lab would show in one of these.
const inside = `
set -u
state() {
  ip -o link show
  ip -o address show
  ip -4 route show table all
  ip -6 route show table all
  ip rule show
  ip netns list
  if command -v nft >/dev/null; then nft list ruleset; fi
}
step() {
  printf '\\n$ %s\\n' "$*"
  "$@" || { printf '\\nThe demo failed at: %s (exit %s)\\n' "$*" "$?"; exit 1; }
}
mount -t tmpfs tmpfs /run && ip link set dev lo up || exit 1
cd "$1" || exit 1
before=$(state)
step bash up.sh up
step ip netns exec ns1 ip -br address
step ip netns exec ns1 ping -c 2 192.168.1.3
step bash up.sh verify
step bash up.sh status
step bash up.sh down
after=$(state)
if test "$before" != "$after"; then
  printf '\\nThe demo failed: something is left after down.\\nbefore:\\n%s\\nafter:\\n%s\\n' "$before" "$after"
  exit 1
fi
printf '\\nNothing is left: links, addresses, routes, rules, namespaces and nft tables are what they were.\\n'
`;

await ensureDependencies();
await ensureSystem({ for: 'demo' });
for (const command of ['ip', 'unshare', 'mount', 'ping', 'bash']) {
  if (find(command) === undefined)
    fail(`the command ${command} is missing, and the lab cannot be built without it`);
}
const isolation = await isolate();
const failures = await build();
for (const { name, output } of failures) console.error(`${name}:\n${output}`);
if (failures.length > 0) fail('the build failed, see above');

folder = mkdtempSync(join(tmpdir(), 'netgen-demo-'));
try {
  title(`The lab: ${lab}`);
  process.stdout.write(readFileSync(join(root, lab), 'utf8'));

  title(`Compiled: netgen build ${lab} >up.sh`);
  const compiled = await run('node', ['dist/bundle/netgen.cjs', 'build', lab]);
  if (compiled.code !== 0) fail(`netgen build ended with ${compiled.code}:\n${compiled.output}`);
  writeFileSync(join(folder, 'up.sh'), compiled.stdout);
  const lines = compiled.stdout.trimEnd().split('\n');
  console.log(lines.slice(0, shownLines).join('\n'));
  if (lines.length > shownLines) console.log(`… and ${lines.length - shownLines} lines more`);

  title('Brought up, tried and taken down, apart from the network of this machine');
  const [command, ...args] = [...isolation, 'sh', '-c', inside, 'demo', folder];
  const { code } = await run(command, args, { show: true });
  if (code === 0)
    console.log(
      '\nNow yours: npm run build, then dist/bundle/netgen.cjs build LAB.net >up.sh and sudo bash up.sh',
    );
  else fail('the lab did not do what its drawing says, see above');
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function title(text) {
  console.log(`\n== ${text}\n`);
}

function fail(why) {
  console.error(`\nThe demo cannot go on: ${why}.`);
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  process.exit(1);
}

/** How to start a command apart from the network and the /run of this machine. */
async function isolate() {
  const asRoot = ['unshare', '--net', '--mount', '--propagation', 'private', '--'];
  const asUser = ['unshare', '--user', '--map-root-user', '--net', '--mount', '--'];
  const [command, ...args] = process.getuid() === 0 ? asRoot : asUser;
  const { code, output } = await run(command, [...args, 'true']);
  if (code === 0) return [command, ...args];
  return fail(`${output.trim()}. ${cure()}`);
}

function cure() {
  if (process.getuid() === 0)
    return 'This root may make no namespaces: a container needs --privileged for that';
  const forbidding = [
    ['kernel.unprivileged_userns_clone', '0', '1'],
    ['kernel.apparmor_restrict_unprivileged_userns', '1', '0'],
    ['user.max_user_namespaces', '0', '10000'],
  ];
  for (const [setting, forbids, allows] of forbidding) {
    try {
      const value = readFileSync(`/proc/sys/${setting.replaceAll('.', '/')}`, 'utf8').trim();
      if (value !== forbids) continue;
      return `The setting ${setting} = ${value} forbids it to ordinary users; run: sudo npm run demo, or allow it: sudo sysctl ${setting}=${allows}`;
    } catch {}
  }
  return 'Something forbids user namespaces to ordinary users here; run: sudo npm run demo';
}
