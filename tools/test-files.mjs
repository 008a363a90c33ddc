// Runs compiled test files, each in a process of its own, and counts.
// uvu's exit code does not tell: a throwing `before` hook, a suite without `.run()` and a file
// without tests all end with 0. So what counts is what a file says that it passed.
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, run } from './command.mjs';

const atOnce = 2;

/**
 * Resolves to { passed, failed, skipped, notes } over all files. Prints a line for each file as it ends,
 * and all that it said when something failed. `timeout` tells how many seconds a file may take.
 */
export async function runTestFiles(files, { timeout = () => 180, name = (file) => file } = {}) {
  const total = { passed: 0, failed: 0, skipped: 0, notes: [] };
  const waiting = [...files];
  const worker = async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const started = Date.now();
      const seconds = timeout(file);
      const end = await run('node', [join(root, 'tools/run-test-file.mjs'), resolve(file)], {
        timeout: seconds,
      });
      const result = count(end, seconds);
      for (const key of ['passed', 'failed', 'skipped']) total[key] += result[key];
      total.notes.push(...notesOf(end.output).map((note) => `${name(file)}: ${note}`));
      report(name(file), result, end.output, (Date.now() - started) / 1000);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return total;
}

function count({ code, signal, timedOut, stdout }, seconds) {
  // The last one: a test may print the like.
  const summary = /\n {2}Total: {5}(\d+)\n {2}Passed: {4}(\d+)\n {2}Skipped: {3}(\d+)\n {2}Duration: .*\n/g;
  const match = [...stdout.matchAll(summary)].at(-1);
  const [all, passed, skipped] = match ? match.slice(1).map(Number) : [0, 0, 0];
  // uvu leaves skipped tests out of its total.
  const failed = all - passed;
  const one = (why) => ({ passed, failed: Math.max(failed, 1), skipped, why });
  if (timedOut) return one(`took longer than ${seconds} s`);
  if (!match) return one(`ended ${signal ? `by ${signal}` : `with ${code}`} before its tests did`);
  if (all + skipped === 0) return one('brings no test (is .run() missing?)');
  if (code !== 0 && failed === 0)
    return one(`all tests passed, but it ended ${signal ? `by ${signal}` : `with ${code}`}`);
  return { passed, failed, skipped, why: failed > 0 ? `${failed} of ${all} failed` : '' };
}

/** What a test says that it could not do here, which must not drown in the output. */
export function notesOf(output) {
  return [...output.matchAll(/^# SKIP (.*)$/gm)].map(([, reason]) => reason);
}

function report(name, result, output, seconds) {
  const { why } = result;
  for (const [, figures] of output.matchAll(/^# FIGURES (.*)$/gm)) console.log(`     ${figures}`);
  console.log(
    `${why ? 'FAIL' : 'ok  '} ${name}: ${lastLine(result)}${why ? `: ${why}` : ''} (${seconds.toFixed(1)} s)`,
  );
  if (why) console.log(output.replace(/^/gm, '     | ').trimEnd());
}

export function lastLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const seconds = Number(process.env.NETGEN_TEST_SECONDS ?? 180);
  const total = await runTestFiles(process.argv.slice(2), { timeout: () => seconds });
  console.log(lastLine(total));
  process.exitCode = total.failed > 0 ? 1 : 0;
}
