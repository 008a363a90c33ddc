// A million hostile words, drawn anew each time, and two thousand scripts of hostile labs under four shells.
import { join } from 'node:path';
import { build } from '../build.mjs';
import { root } from '../command.mjs';
import { lastLine, runTestFiles } from '../test-files.mjs';

export async function soak() {
  const failures = await build();
  if (failures.length > 0) throw new Error(failures.map(({ output }) => output).join('\n'));
  process.env.NETGEN_HOSTILE_WORDS ??= '1000000';
  process.env.NETGEN_HOSTILE_SCRIPTS ??= '2000';
  process.env.NETGEN_SEED ??= String(Date.now() % 2 ** 31);
  console.log(`NETGEN_SEED=${process.env.NETGEN_SEED}`);
  const files = ['render/hostile-names', 'kernel/hostile-names'];
  const total = await runTestFiles(
    files.map((file) => join(root, `dist/test/${file}.test.js`)),
    { timeout: () => 4 * 3600 },
  );
  for (const note of total.notes) console.log(`NOT TESTED HERE: ${note}`);
  console.log(lastLine(total));
  return total.failed > 0 ? 1 : 0;
}
