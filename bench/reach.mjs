// How long all pairs of a lab take, by its size and shape: the matrix of `netgen reach`, and `expect all reach all`
// checked by the linter, against reading the same file alone, each in a process of its own,
// without its start. Processor time, the least of some rounds. Printed; nothing fails on it.
//   node bench/reach.mjs [--sizes 100,300,1000] [--rounds 3] [--shape NAME]
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const self = fileURLToPath(import.meta.url);
const made = (path) => import(new URL(`../dist/${path}`, import.meta.url).href);
const most = 600_000;

/** What is measured, each from the text of a lab. */
const tasks = {
  read: ({ read }, source) => read(source),
  reach: ({ read, Network, Reachability, matrixText }, source) =>
    matrixText(new Reachability(new Network(read(source).lab)), source, false),
  lint: ({ analyze }, source) => analyze(source),
};
const parts = ['compile', 'forwarding/network', 'forwarding/reachability', 'report/reachability/matrix-text'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sizes: { type: 'string', default: '100,300,1000' },
    rounds: { type: 'string', default: '3' },
    shape: { type: 'string' },
  },
});

if (positionals.length > 0) await measure(...positionals);
else await compare();

/** One task, in this process: prints the milliseconds of processor time. */
async function measure(task, shape, size) {
  const { shapes } = await made('test/forwarding/shapes.helper.js');
  const { SourceText } = await made('src/text/source-text.js');
  const lines = shapes[shape](Number(size));
  const source = new SourceText(
    'lab.net',
    `${lines.join('\n')}\n${task === 'lint' ? 'expect all reach all\n' : ''}`,
  );
  const modules = await Promise.all(parts.map((part) => made(`src/${part}.js`)));
  const start = process.cpuUsage();
  tasks[task](Object.assign({}, ...modules), source);
  const { user, system } = process.cpuUsage(start);
  console.log((user + system) / 1000);
}

async function compare() {
  const { shapes } = await made('test/forwarding/shapes.helper.js');
  for (const shape of Object.keys(shapes)) {
    if (values.shape && shape !== values.shape) continue;
    for (const size of values.sizes.split(',')) {
      const nodes = shapes[shape](Number(size)).filter((line) => line.startsWith('ns ')).length;
      const found = leastOf(shape, size);
      const ratio = (task) =>
        `${(found[task] / found.read).toFixed(1)} × (${(found[task] / 1000).toFixed(2)} s)`;
      console.log(
        `${shape} of ${nodes}: read ${(found.read / 1000).toFixed(2)} s, reach ${ratio('reach')}, lint ${ratio('lint')}`,
      );
    }
  }
}

function leastOf(shape, size) {
  const found = {
    read: Number.POSITIVE_INFINITY,
    reach: Number.POSITIVE_INFINITY,
    lint: Number.POSITIVE_INFINITY,
  };
  for (let round = 0; round < Number(values.rounds); round++)
    for (const task of Object.keys(tasks)) {
      const { stdout } = spawnSync(process.execPath, [self, task, shape, size], { timeout: most });
      found[task] = Math.min(found[task], Number.parseFloat(String(stdout)) || Number.POSITIVE_INFINITY);
    }
  return found;
}
