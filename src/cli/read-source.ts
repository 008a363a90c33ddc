import { SourceText } from '../text/source-text.ts';
import { type Io, Unasked } from './io.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is no folder',
  ERR_STRING_TOO_LONG: 'it is too large',
  ERR_FS_FILE_TOO_LARGE: 'it is too large',
  ENOSPC: 'no space left',
  EROFS: 'the file system is read-only',
};

/** Reads a lab file; `-` is standard input. */
export function readSource(path: string, io: Io): SourceText {
  try {
    return new SourceText(path, path === '-' ? io.readInput() : io.readFile(path));
  } catch (error) {
    throw new Unasked(`cannot read ${path}: ${reasonOf(error)}`, { cause: error });
  }
}

/** Why a file operation failed, in words. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: string; message: string };
  return (code !== undefined && reasons[code]) || message;
}
