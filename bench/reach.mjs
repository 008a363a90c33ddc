// How long all pairs of a lab take, by its size and shape: the matrix of `netgen reach`, and `expect all reach all`
// checked by the linter. Printed; nothing fails on it.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const only = process.argv[3];
const sizes = (process.argv[2] ?? '100,300,1000').split(',').map(Number);
const netgen = fileURLToPath(new URL('../dist/bundle/netgen.cjs', import.meta.url));
const most = 120_000;

const shapes = {
  star: (count) => [
    'bridge br0',
    ...Array.from(
      { length: count },
      (_, i) => `ns n${i} < veth e -> br0 ip 10.0.${(i + 1) >> 8}.${(i + 1) & 255}/20 >`,
    ),
  ],
  // a core, a router for each 25 nodes
  tree: (count) => {
    const leaves = Math.ceil(count / 25);
    const core = Array.from(
      { length: leaves },
      (_, l) => `veth d${l} ip 10.255.${l}.1/24 route 10.0.${l}.0/24 via .2;`,
    );
    return Array.from({ length: leaves }, (_, l) => [
      `ns l${l} < forward; veth up -> core:d${l} ip 10.255.${l}.2/24 gw .1; bridge br0 ip 10.0.${l}.1/24 >`,
      ...Array.from(
        { length: 24 },
        (_, h) => `ns h${l}-${h} < veth e -> l${l}:br0 ip 10.0.${l}.${h + 2}/24 gw .1 >`,
      ),
    ])
      .flat()
      .concat(`ns core < forward; ${core.join(' ')} >`);
  },
  // every router knows where each link is
  chain: (count) =>
    Array.from({ length: count }, (_, i) => {
      const net = (k) => `10.${k >> 8}.${k & 255}`;
      const left = i > 0 ? `veth l ip ${net(i - 1)}.2/24; route 10.0.0.0/8 via ${net(i - 1)}.1;` : '';
      const beyond = Array.from(
        { length: Math.max(0, count - 2 - i) },
        (_, k) => `route ${net(i + 1 + k)}.0/24 via ${net(i)}.2;`,
      );
      const right =
        i < count - 1 ? `veth r -> n${i + 1}:l ip ${net(i)}.1/24; ${beyond.slice(0, 70).join(' ')}` : '';
      return `ns n${i} < forward; ${left} ${right} >`;
    }),
};

const folder = mkdtempSync(join(tmpdir(), 'netgen-reach-'));
try {
  for (const [shape, linesOf] of Object.entries(shapes)) {
    if (only && shape !== only) continue;
    let before;
    for (const size of sizes) {
      const file = join(folder, `${shape}.net`);
      writeFileSync(file, `${linesOf(size).join('\n')}\nexpect all reach all\n`);
      const [lint, reach] = [
        ['lint', file, '--max', '1'],
        ['reach', file],
      ].map((words) => timed(words));
      const growth =
        before && reach && before.reach
          ? `, ${(reach / before.reach).toFixed(1)} × for ${(size / before.size).toFixed(1)} ×`
          : '';
      console.log(`${shape} of ${size}: reach ${seconds(reach)}${growth}; lint ${seconds(lint)}`);
      before = { size, reach };
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}

function timed(words) {
  const start = performance.now();
  const { signal } = spawnSync(process.execPath, [netgen, ...words], { timeout: most, maxBuffer: 1 << 30 });
  return signal ? undefined : performance.now() - start;
}

function seconds(time) {
  return time === undefined ? `more than ${most / 1000} s` : `${(time / 1000).toFixed(1)} s`;
}
