import { createConnection } from 'vscode-languageserver/node';
import { startServer } from './server.ts';

/**
 * Serves an editor on standard input and output. Never resolves: the process ends when the editor says `exit`, with
 * 0 behind a `shutdown` and 1 without, or when the editor or the other end of standard input is gone.
 */
export function serve(version: string): Promise<never> {
  const { stdin, stdout } = process;
  startServer(createConnection(stdin, stdout), { version, docs: new URL('docs', import.meta.url).href });
  return new Promise(() => {});
}
