import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  existsSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Unasked } from './io.ts';
import { reasonOf } from './read-source.ts';

/**
 * Writes a file whole or not at all: beside its place, then renamed; through a link, what it leads to. A new file
 * gets `mode` less the umask; one that is there keeps its mode and owner where `mode` is undefined.
 */
export function writeWhole(path: string, text: string, mode: number | undefined): void {
  let beside: string | undefined;
  try {
    const target = existsSync(path) ? realpathSync(path) : path;
    const old = existsSync(target) ? statSync(target) : undefined;
    if (old?.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    if (old && !old.isFile()) {
      writeFileSync(target, text); // a pipe or a terminal cannot be replaced
      return;
    }
    // a file that its owner made read-only is not replaced by the back door
    if (old && mode === undefined) accessSync(target, constants.W_OK);
    beside = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
    // nobody may read it meanwhile who may not read the old one
    writeFileSync(beside, text, { mode: mode ?? (old ? old.mode & 0o777 : 0o666), flag: 'wx' });
    if (old && mode === undefined) keep(beside, old);
    renameSync(beside, target);
  } catch (error) {
    if (beside !== undefined) rmSync(beside, { force: true });
    throw new Unasked(`cannot write ${path}: ${reasonOf(error)}`, { cause: error });
  }
}

function keep(path: string, { mode, uid, gid }: Stats): void {
  try {
    chownSync(path, uid, gid);
  } catch {
    // only root may give a file away; it is the writer's then
  }
  chmodSync(path, mode & 0o7777);
}
