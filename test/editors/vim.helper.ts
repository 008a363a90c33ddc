// A real Vim without a screen, with editors/vim and nothing of the user's.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import * as assert from 'uvu/assert';
import { root } from '../lab.helper.ts';

const setUp = `set nocompatible encoding=utf-8
set runtimepath^=${root}editors/vim
silent! packadd! ale
filetype plugin on
syntax on
`;

/** What `vim` runs in; it is gone at the end. */
export class Vim {
  readonly folder = mkdtempSync(join(tmpdir(), 'netgen-vim-'));

  constructor() {
    mkdirSync(join(this.folder, 'bin'));
    symlinkSync(`${root}dist/bundle/netgen.cjs`, join(this.folder, 'bin/netgen'));
    this.file('vimrc', setUp);
  }

  /** Whether there is one, and what an expression in Vim's language asks of it holds. */
  has(expression: string): boolean {
    return this.#start(`if !(${expression}) | cquit 9 | endif`).status === 0;
  }

  file(name: string, text: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return path;
  }

  /** Runs commands in Vim's language. */
  run(commands: string): void {
    const { status, stderr, signal } = this.#start(commands);
    assert.is(status, 0, `${stderr} ${signal}`);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #start(commands: string): { status: number | null; stderr: string; signal: string | null } {
    const script = this.file('script.vim', `${commands}\nqall!\n`);
    return spawnSync(
      'vim',
      ['-N', '-n', '-i', 'NONE', '-es', '-u', join(this.folder, 'vimrc'), '-S', script],
      {
        cwd: this.folder,
        encoding: 'utf8',
        timeout: 120_000,
        env: {
          ...process.env,
          HOME: this.folder,
          PATH: `${join(this.folder, 'bin')}:${process.env.PATH}`,
        },
      },
    );
  }
}
