// node tools/soak.mjs NAME [OPTION…]: what the tests try for minutes, tried for hours.
import process from 'node:process';
import { build } from './build.mjs';

/** What brings each: a module with `soak(args)`, which resolves to the exit code. */
const soaks = {
  answers: '../dist/test/kernel/prove/answers.js',
  again: '../dist/test/kernel/again.helper.js',
  'half-written': '../dist/test/server/half-written.helper.js',
  hostile: './soak/hostile.mjs',
  injection: './soak/injection.mjs',
  portability: './soak/portability.mjs',
  prove: '../dist/test/kernel/prove/soak.js',
};

const [name = '', ...args] = process.argv.slice(2);
if (!Object.hasOwn(soaks, name)) {
  console.error(`usage: node tools/soak.mjs ${Object.keys(soaks).join('|')} [OPTION…]`);
  process.exit(2);
}
const failures = await build();
for (const failure of failures) console.error(`${failure.name}:\n${failure.output}`);
if (failures.length > 0) process.exit(1);
const { soak } = await import(soaks[name]);
process.exitCode = await soak(args);
