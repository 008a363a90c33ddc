// How fast a script brings its lab up and down, against two others that do the same in the same run: one `ip` for each
// thing, as by hand, and a program of our own that talks to the kernel itself (bring-up/floor.c), the floor.
// Everything happens in a network namespace of its own. The goals are printed; nothing fails on them.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { flatPlan } from './bring-up/flat-plan.mjs';
import { shapes } from './bring-up/labs.mjs';
import { naiveScript } from './bring-up/naive.mjs';
import { settingsOf } from './bring-up/settings.mjs';
import { report, reportGoals } from './bring-up/table.mjs';

const usage = `node bench/bring-up.mjs [--labs star-100,chain-100] [--rounds 5] [--only floor,dash,bash,naive] [--naive 100]
  --labs    SHAPE-SIZE; the shapes are ${Object.keys(shapes).join(', ')}
  --quick   small labs and three rounds, for a look in a minute
  --only    who takes part
  --naive   the size up to which the naive one runs in every round; above it runs once, above 300 never`;
const { values: options } = parseArgs({
  options: {
    labs: { type: 'string', default: 'star-10,star-100,star-300,star-1000,chain-100,tree-100' },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string', default: 'floor,dash,bash,naive' },
    naive: { type: 'string', default: '100' },
    quick: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
    inside: { type: 'string' },
  },
});
if (options.quick) Object.assign(options, { labs: 'star-10,star-100,chain-100', rounds: '3' });

if (options.help) console.log(usage);
else if (options.inside === undefined) outside();
else await inside(options.inside);

/** Starts this file again where nothing that it makes can be in anybody's way. */
function outside() {
  const folder = mkdtempSync(join(tmpdir(), 'netgen-bench-'));
  try {
    const user = process.getuid() === 0 ? [] : ['--user', '--map-root-user'];
    // the first `ip netns add` makes a mount of the folder, which is not for the first who takes part to pay
    const prepare =
      'mount -t tmpfs tmpfs /run; mkdir /run/netns; ip link set dev lo up; ip netns add x; ip netns del x; exec "$@"';
    const again = [process.execPath, fileURLToPath(import.meta.url), ...process.argv.slice(2)];
    const isolated = ['--net', '--mount', '--propagation', 'private', 'sh', '-ec', prepare, 'sh', ...again];
    const { status } = spawnSync('unshare', [...user, ...isolated, '--inside', folder], { stdio: 'inherit' });
    process.exitCode = status ?? 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function inside(folder) {
  const { compile, SourceText } = await library('../dist/bundle/index.mjs');
  const { snapshot, difference } = await library('../dist/test/kernel/snapshot.helper.js');
  const floor = compileFloor(folder);
  console.log(`load ${loadavg()[0].toFixed(1)} before; ${busy()} % of the processors were at work`);
  const results = [];
  for (const name of options.labs.split(',')) {
    const lab = prepare(name, folder, compile, SourceText);
    const takers = contestants(lab, floor).filter((taker) => options.only.split(',').includes(taker.name));
    const states = new Map();
    const runs = Object.fromEntries(takers.map((taker) => [taker.name, []]));
    for (let round = 0; round < Number(options.rounds); round++) {
      // each is the first in turn
      for (let i = 0; i < takers.length; i++) {
        const taker = takers[(i + round) % takers.length];
        if (round >= taker.rounds) continue;
        const run = await once(taker, lab, async () => {
          if (!states.has(taker.name)) states.set(taker.name, await stateOf(lab, snapshot));
        });
        runs[taker.name].push({ round, ...run });
      }
    }
    const [[first, one], ...others] = states;
    for (const [other, state] of others) same(lab.name, first, other, difference(one, state));
    results.push({ ...lab, runs });
    report(results.at(-1));
  }
  reportGoals(results);
  console.log(`load ${loadavg()[0].toFixed(1)} after`);
}

async function library(path) {
  const url = new URL(path, import.meta.url);
  if (existsSync(url)) return await import(url.href);
  throw new Error(`${fileURLToPath(url)} is not there yet: npm run build`);
}

function compileFloor(folder) {
  const source = fileURLToPath(new URL('bring-up/floor.c', import.meta.url));
  const program = join(folder, 'floor');
  const { error, status, stderr } = spawnSync('cc', ['-O2', '-o', program, source], { encoding: 'utf8' });
  if (status === 0) return program;
  console.log(
    `!! SKIPPED: the floor. cc: ${error?.message ?? stderr}. There are no ratios to it in what follows.`,
  );
  return undefined;
}

/** The files of a lab that all take part with. */
function prepare(name, folder, compile, SourceText) {
  const [shape, size] = name.split('-');
  if (!shapes[shape] || !(Number(size) > 0)) throw new Error(`there is no lab ${name}\n${usage}`);
  const { lines, from, to } = shapes[shape](Number(size));
  const { scripts, diagnostics } = compile(new SourceText(`${name}.net`, lines.join('\n')), {});
  if (!scripts[0]) throw new Error(`${name}: ${diagnostics[0]?.message}`);
  const { plan, text } = scripts[0];
  const write = (kind, content) => {
    const path = join(folder, `${name}.${kind}`);
    writeFileSync(path, content);
    return path;
  };
  const script = write('sh', text);
  const settings = settingsOf(must('sh', [script, '-n', 'up']).stdout);
  return {
    name,
    shape,
    count: Number(size),
    from,
    to,
    script,
    naive: write('naive.sh', naiveScript(plan, settings)),
    flat: write('flat', flatPlan(plan, settings)),
  };
}

function contestants(lab, floor) {
  const always = Number.POSITIVE_INFINITY;
  const limit = Number(options.naive);
  const scriptIn = (shell, name) => ({
    name,
    rounds: always,
    up: [shell, lab.script, 'up'],
    down: [shell, lab.script, 'down'],
    status: [shell, lab.script, 'status'],
    // all namespaces of the machine share a table of 1,024 neighbours, and each ping takes two
    verify: lab.shape === 'star' && lab.count <= 300 ? [shell, lab.script, 'verify'] : undefined,
  });
  return [
    ...(floor
      ? [{ name: 'floor', rounds: always, up: [floor, 'up', lab.flat], down: [floor, 'down', lab.flat] }]
      : []),
    scriptIn('dash', 'dash'),
    scriptIn('bash', 'bash'),
    {
      name: 'naive',
      rounds: lab.count <= limit ? always : lab.count <= Math.max(limit, 300) ? 1 : 0,
      up: ['dash', lab.naive, 'up'],
      down: ['dash', lab.naive, 'down'],
    },
  ].filter((taker) => taker.rounds > 0);
}

/** One lab up and down: milliseconds, and what `down` left. */
async function once({ up, down, status, verify }, lab, look) {
  const cpu = childrensTime();
  const run = { up: time(up) };
  run.cpu = childrensTime() - cpu;
  must('ip', ['netns', 'exec', lab.from, 'ping', '-n', '-c', '1', '-W', '5', lab.to]);
  await look();
  if (status) run.status = time(status);
  if (verify) run.verify = timeOfVerify(verify, lab.name);
  must('ip', 'netns add canary'.split(' '));
  must('ip', 'link add name canary0 type veth peer name eth0 netns canary'.split(' '));
  const start = performance.now();
  run.down = time(down);
  run.left = leftovers();
  await kernelIsDone();
  run.gone = performance.now() - start;
  return run;
}

function leftovers() {
  const names = readdirSync('/run/netns').filter((name) => name !== 'canary');
  return devices().filter((name) => name !== 'lo' && name !== 'canary0').length + names.length;
}

function devices() {
  return [...readFileSync('/proc/net/dev', 'utf8').matchAll(/^ *([^\s:|]+):/gm)].map(([, name]) => name);
}

/** Namespaces go in the order in which they lost their names; so when the last one's device is gone, all are. */
async function kernelIsDone() {
  must('ip', ['netns', 'del', 'canary']);
  while (devices().includes('canary0')) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Everything that was made, of a few namespaces where there are many. MAC addresses are random. */
async function stateOf(lab, snapshot) {
  const namespaces = readdirSync('/run/netns').sort();
  const step = Math.max(1, Math.floor(namespaces.length / 8));
  const chosen = namespaces.filter((_, i) => i % step === 0 || i === namespaces.length - 1);
  // links find their carrier, and the machine's ports look for others with their addresses
  do await new Promise((resolve) => setTimeout(resolve, 1500));
  while (must('ip', ['-6', 'addr', 'show', 'tentative']).stdout !== '');
  const parts = [undefined, ...chosen].map(async (namespace) => {
    const enter = namespace === undefined ? [] : ['nsenter', `--net=/run/netns/${namespace}`];
    const shell = async (text) => must(...split([...enter, 'sh', '-ec', text])).stdout;
    return (await snapshot({ shell }))
      .filter((line) => /^(link|address|route|rule|neighbour|sysctl|namespace|nft) (?!.*_timer=)/.test(line))
      .map((line) => line.replace(/\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b/g, 'MAC'))
      .map((line) => line.replace(/\bfe80::[0-9a-f:]+/g, 'fe80::'))
      .map((line) => `${namespace ?? 'root'} ${line}`);
  });
  const state = (await Promise.all(parts)).flat();
  if (state.length < 50) throw new Error(`${lab.name}: this is no state to compare`);
  return state.sort();
}

function same(lab, one, other, difference) {
  if (difference.length === 0) return;
  throw new Error(
    `${lab}: ${one} and ${other} end in different states:\n${difference.slice(0, 20).join('\n')}`,
  );
}

function time(command) {
  const start = performance.now();
  must(...split(command));
  return performance.now() - start;
}

/** Undefined where an expectation failed: others on this machine may have filled its table of neighbours. */
function timeOfVerify(command, name) {
  const start = performance.now();
  const { status, stdout } = spawnSync(...split(command), { encoding: 'utf8' });
  if (status === 0) return performance.now() - start;
  const failed = stdout.match(/^not ok/gm)?.length;
  console.log(`!! ${name}: verify ended with ${status}, ${failed} expectations failed; it does not count`);
  return undefined;
}

/** Milliseconds that the processors have worked for what we started: steadier than the clock where others are busy. */
function childrensTime() {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ');
  return 10 * (Number(fields[13]) + Number(fields[14]));
}

function split([program, ...args]) {
  return [program, args];
}

function must(program, args) {
  const result = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (result.status === 0) return result;
  throw new Error(
    `${program} ${args.join(' ').slice(0, 200)}: ${result.error ?? result.status}\n${result.stdout}${result.stderr}`,
  );
}

/** How much of a second the processors are at work while we are not. */
function busy() {
  const read = () => readFileSync('/proc/stat', 'utf8').split('\n')[0].split(/ +/).slice(1, 9).map(Number);
  const before = read();
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
  const spent = read().map((value, i) => value - before[i]);
  const all = spent.reduce((sum, value) => sum + value, 0);
  return Math.round((100 * (all - spent[3] - spent[4])) / all);
}
