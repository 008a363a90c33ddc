// node tools/soak.mjs NAME [OPTION…]: what the tests try for minutes, tried for hours.
import { join } from 'node:path';
import process from 'node:process';
import { build } from './build.mjs';
import { root } from './command.mjs';
import { lastLine, runTestFiles } from './test-files.mjs';

/** What brings each: a module with `soak(args)`, which resolves to the exit code. */
const modules = {
  again: '../dist/test/kernel/again.helper.js',
  prove: '../dist/test/kernel/prove/soak.js',
};
/** Test files that do more when they see NETGEN_SOAK in their environment. */
const tests = {
  injection: ['kernel/injection', 'kernel/injection-settings', 'kernel/kills'],
};

const [name, ...args] = process.argv.slice(2);
if (!(name in modules) && !(name in tests)) {
  const names = [...Object.keys(modules), ...Object.keys(tests)].sort();
  console.error(`usage: node tools/soak.mjs ${names.join('|')} [OPTION…]`);
  process.exit(2);
}
const failures = await build();
for (const failure of failures) console.error(`${failure.name}:\n${failure.output}`);
if (failures.length > 0) process.exit(1);
if (name in modules) {
  const { soak } = await import(modules[name]);
  process.exitCode = await soak(args);
} else {
  process.env.NETGEN_SOAK = 'yes';
  const files = tests[name].map((file) => join(root, `dist/test/${file}.test.js`));
  const total = await runTestFiles(files, { timeout: () => 3 * 3600 });
  console.log(lastLine(total));
  process.exitCode = total.failed > 0 ? 1 : 0;
}
