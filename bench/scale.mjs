// How long a lab of many namespaces takes to compile with all checks, and how much memory, by its size and shape.
// Goals: 10,000 namespaces in under 2 s; at 50,000 no more for each than 1.3 times what 1,000 take; under 1 GiB.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { shapes } from './shapes.mjs';

const sizes = [1_000, 10_000, 50_000];
const rounds = Number(process.argv[2] ?? 3);

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
