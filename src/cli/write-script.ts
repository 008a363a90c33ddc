import { existsSync, mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Unasked } from './io.ts';
import { reasonOf } from './read-source.ts';

/**
 * Writes an executable script whole or not at all: beside its place, then renamed. A shell reads a script as
 * it goes, so one that runs must not change under it. `folder`: make the folder that it stands in.
 */
export function writeScript(path: string, text: string, folder: boolean): void {
  let beside: string | undefined;
  try {
    if (folder) mkdirSync(dirname(path), { recursive: true });
    const target = existsSync(path) ? realpathSync(path) : path;
    if (existsSync(target) && !statSync(target).isFile()) {
      if (statSync(target).isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
      writeFileSync(target, text); // a pipe or a terminal cannot be replaced
      return;
    }
    beside = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
    writeFileSync(beside, text, { mode: 0o777, flag: 'wx' });
    renameSync(beside, target);
  } catch (error) {
    if (beside !== undefined) rmSync(beside, { force: true });
    throw new Unasked(`cannot write ${path}: ${reasonOf(error)}`, { cause: error });
  }
}

export function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

/** Two paths that lead to one file that exists. */
export function isSameFile(one: string, other: string): boolean {
  return existsSync(one) && existsSync(other) && realpathSync(one) === realpathSync(other);
}
