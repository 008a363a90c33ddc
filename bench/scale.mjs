// How long a lab of many namespaces takes to compile with all checks, and how much memory, by its size and shape.
// Goals: 10,000 namespaces in under 2 s; at 50,000 no more for each than 1.3 times what 1,000 take; under 1 GiB.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const sizes = [1_000, 10_000, 50_000];
const rounds = Number(process.argv[2] ?? 3);

/** Labs of one shape with a number of namespaces: long-hand, as a generator would write them, without ranges. */
const shapes = {
  star: (count) => {
    const lines = ['forward'];
    for (let i = 0; i < count; i++) {
      const [bridge, host] = [Math.floor(i / 1000), (i % 1000) + 2];
      const net = `10.${bridge}`;
      if (i % 1000 === 0) lines.push(`bridge br${bridge} ip ${net}.0.1/22`);
      lines.push(`ns n${i} < veth eth0 -> br${bridge} ip ${net}.${host >> 8}.${host & 255}/22 gw .0.1 >`);
    }
    return lines;
  },
  // each node knows the links of its neighbours
  chain: (count) => {
    const link = (i) => `10.${i >> 14}.${(i >> 6) & 255}.${(i & 63) * 4}`;
    const end = (i, host) => link(i).replace(/\d+$/, (last) => String(Number(last) + host));
    return Array.from({ length: count }, (_, i) => {
      const words = ['forward'];
      if (i > 0)
        words.push(
          `veth l ip ${end(i - 1, 2)}/30${i > 1 ? ` route ${link(i - 2)}/30 via ${end(i - 1, 1)}` : ''}`,
        );
      if (i < count - 1)
        words.push(
          `veth r -> n${i + 1}:l ip ${end(i, 1)}/30${i < count - 2 ? ` route ${link(i + 1)}/30 via ${end(i, 2)}` : ''}`,
        );
      return `ns n${i} < ${words.join('; ')} >`;
    });
  },
  // a core, a router for every 1,000 namespaces, under it a router for every 32, and hosts
  tree: (count) => {
    const lines = [];
    const core = ['forward'];
    for (let site = 0; site * 1000 < count; site++) {
      core.push(
        `veth s${site} -> s${site}:up ip 10.${site}.255.1/30 route 10.${site}.0.0/17 via 10.${site}.255.2`,
      );
      const router = ['forward', `veth up ip 10.${site}.255.2/30 gw .1`];
      const inside = Math.min(1000, count - site * 1000) - 2;
      for (let leaf = 0; leaf * 32 < inside; leaf++) {
        router.push(
          `veth l${leaf} -> l${site}-${leaf}:up ip 10.${site}.254.${leaf * 4 + 1}/30 route 10.${site}.${leaf}.0/24 via 10.${site}.254.${leaf * 4 + 2}`,
        );
        const below = [
          'forward',
          `veth up ip 10.${site}.254.${leaf * 4 + 2}/30 gw 10.${site}.254.${leaf * 4 + 1}`,
          `bridge br0 ip 10.${site}.${leaf}.1/24`,
        ];
        lines.push(`ns l${site}-${leaf} < ${below.join('; ')} >`);
        for (let host = 1; host < Math.min(32, inside - leaf * 32); host++)
          lines.push(
            `ns h${site}-${leaf}-${host} < veth eth0 -> l${site}-${leaf}:br0 ip 10.${site}.${leaf}.${host + 1}/24 gw .1 >`,
          );
      }
      lines.push(`ns s${site} < ${router.join('; ')} >`);
    }
    lines.push(`ns core < ${core.join('; ')} >`);
    return lines;
  },
};

/** Run in a process of its own, so that its peak of memory is that of one compilation alone. */
async function measure(shape, count) {
  const { compile, SourceText } = await import(new URL('../dist/bundle/index.mjs', import.meta.url).href);
  const text = shapes[shape](count).join('\n');
  // the compiler of JavaScript is warm in a language server, and cold at the command line: this is the command line
  const start = performance.now();
  const { diagnostics, scripts } = compile(new SourceText('lab.net', text), {});
  const seconds = (performance.now() - start) / 1000;
  const cpu = process.cpuUsage();
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  console.log(
    JSON.stringify({
      seconds,
      cpu: (cpu.user + cpu.system) / 1e6,
      peak: process.resourceUsage().maxRSS * 1024,
      errors: errors.length,
      first: errors[0]?.message,
      findings: diagnostics.length,
      scripts: scripts.length,
    }),
  );
}

if (process.argv[2] === 'one') await measure(process.argv[3], Number(process.argv[4]));
else {
  for (const shape of Object.keys(shapes)) {
    let base = 0;
    for (const count of sizes) {
      const runs = Array.from({ length: rounds }, () => {
        const { stdout, stderr, status } = spawnSync(
          process.execPath,
          [fileURLToPath(import.meta.url), 'one', shape, String(count)],
          { encoding: 'utf8' },
        );
        if (status !== 0) throw new Error(stderr);
        return JSON.parse(stdout);
      });
      const best = runs.toSorted((a, b) => a.seconds - b.seconds)[0];
      const each = (best.seconds / count) * 1000;
      base ||= each;
      console.log(
        `${shape.padEnd(6)} ${String(count).padStart(6)}  ${best.seconds.toFixed(2)} s (${best.cpu.toFixed(2)} s of the processors, start included)  ${each.toFixed(3)} s per 1,000 (${(each / base).toFixed(2)} x that at 1,000)  ` +
          `${Math.round(Math.max(...runs.map(({ peak }) => peak)) / 2 ** 20)} MiB  ${best.findings} findings${best.first ? `: ${best.first}` : ''}`,
      );
    }
  }
}
