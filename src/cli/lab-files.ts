import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Unasked } from './io.ts';
import { isFolder } from './write-script.ts';

/** The lab files that a path of the command line means: itself, or the `*.net` right in the folder that it is. */
export function labFiles(path: string): readonly string[] {
  if (path === '-' || !isFolder(path)) return [path];
  const found = readdirSync(path)
    .filter((name) => name.endsWith('.net'))
    .map((name) => join(path, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile())
    .sort();
  if (found.length === 0) throw new Unasked(`there is no *.net in the folder ${path}`);
  return found;
}
