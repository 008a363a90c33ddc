// node tools/soak.mjs NAME [OPTIONS]: what the tests try for minutes, tried for hours.
import process from 'node:process';
import { build } from './build.mjs';

const soaks = { prove: '../dist/test/kernel/prove/soak.js' };

const [name, ...args] = process.argv.slice(2);
const file = soaks[name];
if (file === undefined) {
  console.error(`usage: node tools/soak.mjs ${Object.keys(soaks).join('|')} [OPTIONS]`);
  process.exit(2);
}
const failures = await build();
for (const failure of failures) console.error(`${failure.name}:\n${failure.output}`);
if (failures.length > 0) process.exit(1);
const { soak } = await import(file);
process.exitCode = await soak(args);
