import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
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

/** Gives a file that exists another text, whole or not at all. It keeps its mode and owner, and links still lead to it. */
export function rewriteFile(path: string, text: string): void {
  let beside: string | undefined;
  try {
    const target = realpathSync(path);
    const was = statSync(target);
    if (!was.isFile()) throw new Error('it is no file');
    // a file that its owner made read-only is not replaced by the back door
    accessSync(target, constants.W_OK);
    beside = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
    writeFileSync(beside, text, { mode: 0o600, flag: 'wx' });
    takeAfter(beside, was);
    renameSync(beside, target);
  } catch (error) {
    if (beside !== undefined) rmSync(beside, { force: true });
    throw new Unasked(`cannot write ${path}: ${reasonOf(error)}`, { cause: error });
  }
}

/** Owner before mode: a change of owner takes special bits away. */
function takeAfter(file: string, { uid, gid, mode }: Stats): void {
  const now = statSync(file);
  if (now.uid !== uid || now.gid !== gid) chownSync(file, uid, gid);
  chmodSync(file, mode & 0o7777);
}
