import { accessSync, constants, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { shellWord } from '../render/shell-word.ts';
import { type Io, Unasked } from './io.ts';

/**
 * Runs ShellCheck over scripts, with every optional check, as bash and as sh. It is asked through the npm
 * package, which downloads a binary over one that it may not write to: a private shim in front of the one on
 * PATH keeps it from that, so nothing is ever downloaded here.
 */
export async function checkScripts(scripts: readonly string[], io: Io): Promise<boolean> {
  const binary = onPath('shellcheck');
  if (binary === undefined) {
    throw new Unasked(
      '--shellcheck: there is no shellcheck on PATH; Debian and Ubuntu: apt-get install shellcheck, macOS: brew install shellcheck',
    );
  }
  process.env.SHELLCHECKJS_LOGGER_LEVEL = 'off';
  delete process.env.SHELLCHECKJS_BIN;
  const { shellcheck } = await import('shellcheck');
  const folder = mkdtempSync(join(tmpdir(), 'netgen-'));
  try {
    const bin = join(folder, 'shellcheck');
    writeFileSync(bin, `#!/bin/sh\nexec ${shellWord(binary)} "$@"\n`, { mode: 0o700 });
    let clean = true;
    for (const [index, text] of scripts.entries()) {
      const file = join(folder, `script-${index + 1}.sh`);
      writeFileSync(file, text);
      for (const shell of ['bash', 'sh']) {
        const result = await shellcheck({ bin, args: ['-o', 'all', '-s', shell, file] });
        if (result.error) throw new Unasked(`--shellcheck: cannot run ${binary}: ${result.error.message}`);
        if (result.status === 0) continue;
        clean = false;
        io.err(`${String(result.stdout)}${String(result.stderr)}`);
      }
    }
    return clean;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function onPath(command: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/local/bin', '/usr/bin'];
  return folders
    .filter(Boolean)
    .map((folder) => join(folder, command))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
