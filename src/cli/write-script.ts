import { existsSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Unasked } from './io.ts';
import { reasonOf } from './read-source.ts';
import { writeWhole } from './write-whole.ts';

/**
 * Writes an executable script whole or not at all. A shell reads a script as it goes, so one that runs must not
 * change under it. `folder`: make the folder that it stands in.
 */
export function writeScript(path: string, text: string, folder: boolean): void {
  try {
    if (folder) mkdirSync(dirname(path), { recursive: true });
  } catch (error) {
    throw new Unasked(`cannot write ${path}: ${reasonOf(error)}`, { cause: error });
  }
  writeWhole(path, text, 0o777);
}

export function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

/** Two paths that lead to one file that exists. */
export function isSameFile(one: string, other: string): boolean {
  return existsSync(one) && existsSync(other) && realpathSync(one) === realpathSync(other);
}
