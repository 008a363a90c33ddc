/** Where a command reads from and writes to: the process, or a test. */
export interface Io {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly readFile: (path: string) => string;
  readonly readInput: () => string;
  /** Whether what goes to standard output and to standard error may be coloured. */
  readonly colour: { readonly out: boolean; readonly err: boolean };
}

/** Exit codes of every face. */
export const exit = {
  yes: 0,
  /** There are findings of severity error (with `--strict` warnings, too). */
  no: 1,
  /** Could not be asked: usage, or a file that cannot be read or written. */
  unasked: 2,
  /** A fault in netgen (sysexits: EX_SOFTWARE). */
  internal: 70,
} as const;

/** Something that keeps a command from being carried out; its message is for the user. */
export class Unasked extends Error {}
