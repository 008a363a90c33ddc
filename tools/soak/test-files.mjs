import { join } from 'node:path';
import { root } from '../command.mjs';
import { lastLine, runTestFiles } from '../test-files.mjs';

/** Runs test files that do more where their environment asks for it; resolves to the exit code. */
export async function soakTests(names, hours) {
  const files = names.map((name) => join(root, `dist/test/${name}.test.js`));
  const total = await runTestFiles(files, { timeout: () => hours * 3600 });
  for (const note of total.notes) console.log(`NOT TESTED HERE: ${note}`);
  console.log(lastLine(total));
  return total.failed > 0 ? 1 : 0;
}
