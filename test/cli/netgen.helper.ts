// The command line as people call it: the bundle in a process of its own, in a folder of its own.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { root } from '../lab.helper.ts';

interface Called {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Desk {
  readonly folder: string;
  /** Runs `netgen` in the folder. */
  netgen(args: readonly string[], input?: string | Buffer, env?: Readonly<Record<string, string>>): Called;
  /** Writes a file of the folder, and gives its name back. */
  file(name: string, text: string | Buffer): string;
  read(name: string): string;
  /** To be called when all is done. */
  clear(): void;
}

export function deskFor(name: string): Desk {
  const folder = mkdtempSync(join(tmpdir(), `netgen-${name}-`));
  return {
    folder,
    netgen(args, input = '', env = {}) {
      const command = [`${root}dist/bundle/netgen.cjs`, ...args];
      const { status, stdout, stderr } = spawnSync(process.execPath, command, {
        cwd: folder,
        input,
        encoding: 'utf8',
        env: { ...process.env, ...env },
      });
      return { status, stdout, stderr };
    },
    file(name, text) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
      return name;
    },
    read: (name) => readFileSync(join(folder, name), 'utf8'),
    clear: () => rmSync(folder, { recursive: true, force: true }),
  };
}
