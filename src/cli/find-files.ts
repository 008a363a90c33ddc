import { readdirSync, realpathSync } from 'node:fs';
import type { UnreadFile } from '../report/report.ts';
import { reasonOf } from './read-source.ts';
import { isFolder } from './write-script.ts';

export interface Found {
  readonly files: readonly string[];
  readonly unread: readonly UnreadFile[];
}

/** The lab files that are meant by paths: of a folder those right in it, in the order of their bytes; each file once. */
export function findFiles(paths: readonly string[]): Found {
  const files = new Map<string, string>();
  const unread: UnreadFile[] = [];
  const add = (path: string): void => {
    const real = realPath(path);
    if (!files.has(real)) files.set(real, path);
  };
  for (const path of paths) {
    if (path === '-' || !isFolder(path)) {
      add(path);
      continue;
    }
    try {
      const labs = labsIn(path);
      if (labs.length === 0) unread.push({ name: path, why: 'the folder holds no *.net files' });
      for (const lab of labs) add(lab);
    } catch (error) {
      unread.push({ name: path, why: reasonOf(error) });
    }
  }
  return { files: [...files.values()], unread };
}

function labsIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.net') && !name.startsWith('.'))
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map((name) => `${folder.replace(/\/+$/, '')}/${name}`)
    .filter((path) => !isFolder(path));
}

/** By what a file is known; what does not exist is known by its path, and standard input is no file. */
function realPath(path: string): string {
  if (path === '-') return path;
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
