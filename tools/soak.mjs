// node tools/soak.mjs NAME…: what takes too long for every test run, more of it than there. Without a name it lists them.
import { join } from 'node:path';
import { build } from './build.mjs';
import { root } from './command.mjs';
import { lastLine, runTestFiles } from './test-files.mjs';

/** The test files of each; they see NETGEN_SOAK in their environment. */
const soaks = {
  injection: ['kernel/injection', 'kernel/injection-settings', 'kernel/kills'],
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in soaks));
if (names.length === 0 || unknown.length > 0) {
  console.error(`usage: node tools/soak.mjs NAME…\nthere are: ${Object.keys(soaks).join(', ')}`);
  process.exit(2);
}
const failures = await build();
if (failures.length > 0) {
  console.error(failures.map(({ output }) => output).join('\n'));
  process.exit(1);
}
process.env.NETGEN_SOAK = 'yes';
const files = names.flatMap((name) => soaks[name]).map((name) => join(root, `dist/test/${name}.test.js`));
const total = await runTestFiles(files, { timeout: () => 3 * 3600 });
console.log(lastLine(total));
process.exitCode = total.failed > 0 ? 1 : 0;
