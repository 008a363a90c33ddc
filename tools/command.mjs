import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

// npm puts node_modules/.bin in front, where a `shellcheck` stands in for the real one (and would download it).
// An ordinary user of Debian has no /usr/sbin in PATH, and that is where ip and nft live.
const folders = (process.env.PATH ?? '')
  .split(delimiter)
  .filter((folder) => !/node_modules\/\.bin$/.test(folder));
process.env.PATH = [...new Set([...folders, '/usr/sbin', '/sbin'])].join(delimiter);

/** Where a command is, or undefined. */
export function find(command) {
  for (const folder of process.env.PATH.split(delimiter)) {
    const file = join(folder, command);
    try {
      accessSync(file, constants.X_OK);
      if (statSync(file).isFile()) return file;
    } catch {}
  }
  return undefined;
}

/**
 * Runs a command to its end. `output` is standard output and error as they came, `stdout` the former alone.
 * `show` lets the user see everything at once instead; then both are empty.
 * A command that takes longer than `timeout` seconds is killed with everything in its process group.
 */
export function run(command, args, { cwd = root, env = {}, timeout = 0, show = false, input } = {}) {
  return new Promise((resolve) => {
    const stdio = show
      ? ['ignore', 'inherit', 'inherit']
      : [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'];
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio,
      detached: timeout > 0,
    });
    const all = [];
    const out = [];
    child.stdout?.on('data', (data) => {
      all.push(data);
      out.push(data);
    });
    child.stderr?.on('data', (data) => all.push(data));
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
    let timedOut = false;
    const killGroup = () => {
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {}
    };
    const timer =
      timeout > 0 &&
      setTimeout(() => {
        timedOut = true;
        killGroup();
      }, timeout * 1000);
    // A child in a process group of its own does not hear the terminal's Ctrl-C.
    const interrupted = (signal) => {
      killGroup();
      process.exit(signal === 'SIGINT' ? 130 : 143);
    };
    if (timeout > 0) process.on('SIGINT', interrupted).on('SIGTERM', interrupted);
    const end = (code, signal, error) => {
      clearTimeout(timer);
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
      const output = Buffer.concat(all).toString() + (error ? `${error.message}\n` : '');
      resolve({ code: code ?? 1, signal, timedOut, output, stdout: Buffer.concat(out).toString() });
    };
    child.on('error', (error) => end(127, null, error));
    child.on('close', (code, signal) => end(code, signal));
  });
}
