// How long `netgen build` takes for a small lab, against a node that does nothing. The runs alternate,
// so that both see the same moods of the machine.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const goal = 1.8;
const pairs = Math.max(21, Number(process.argv[2] ?? 21));
const bundle = fileURLToPath(new URL('../dist/bundle/netgen.cjs', import.meta.url));
const lab = `uplink enp0s3 ip 10.0.2.15/24
forward
bridge br0 < ip 192.168.1.1/24 >
ns ns1 < veth eth0 -> br0 ip 192.168.1.2/24 gw .1 >
ns ns2 < veth eth0 -> br0 ip 192.168.1.3/24 gw .1 >
nat 192.168.1.0/24 -> enp0s3
expect ns1 reaches 10.0.2.15
`;

if (!existsSync(bundle)) {
  console.error('There is no bundle yet: npm run build');
  process.exit(1);
}

const folder = mkdtempSync(join(tmpdir(), 'netgen-bench-'));
try {
  const file = join(folder, 'lab.net');
  writeFileSync(file, lab);
  const nothing = ['-e', '0'];
  const build = [bundle, 'build', file];
  // Once each for the caches of the disk; not counted.
  time(nothing);
  time(build);
  const times = { nothing: [], build: [] };
  for (let pair = 0; pair < pairs; pair += 1) {
    times.nothing.push(time(nothing));
    times.build.push(time(build));
  }
  const [without, withIt] = [median(times.nothing), median(times.build)];
  console.log(`node -e 0     ${without.toFixed(1)} ms   (median of ${pairs})`);
  console.log(`netgen build  ${withIt.toFixed(1)} ms   (median of ${pairs})`);
  console.log(`ratio         ${(withIt / without).toFixed(2)}      (goal: at most ${goal})`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function time(args) {
  const started = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  const milliseconds = Number(process.hrtime.bigint() - started) / 1e6;
  // Failing fast would be a fine time.
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}\n${stderr}`);
  return milliseconds;
}

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
}
