// A real Emacs without a screen, with editors/emacs, eglot, and nothing of the user's. It is a daemon, so that it waits
// for keys as one with a screen does: eglot sends what is typed, and flymake shows findings, when Emacs is idle.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import { root } from '../lab.helper.ts';

/** Where Debian has packages of Emacs is known once the files of the site are loaded, so there is no `-Q`. */
const withPackages = ['-q', '--eval', '(package-initialize)'];

const preamble = `
(setq make-backup-files nil auto-save-default nil create-lockfiles nil)
(require 'json)
(require 'cl-lib)
(require 'netgen-mode)
(require 'eglot)
(setq netgen-program "${root}dist/bundle/netgen.cjs")
(add-hook 'netgen-mode-hook #'eglot-ensure)
(defun t-type (keys)
  "Press KEYS."
  (setq unread-command-events (append unread-command-events (listify-key-sequence (kbd keys)))))
(defun t-command (name)
  "Run the command NAME."
  (t-type (concat "M-x " (mapconcat #'string name " ") " RET")))
(defun t-open (file)
  "Visit FILE as a user does: eglot starts behind a command."
  (t-type (concat "C-x C-f C-a C-k " (mapconcat #'string file " ") " RET")))
(defun t-text () (buffer-substring-no-properties (point-min) (point-max)))
(defun t-at (text nth)
  "Go to the NTH place of TEXT."
  (goto-char (point-min))
  (search-forward text nil nil nth)
  (goto-char (match-beginning 0)))
(defun t-findings ()
  (mapcar
   (lambda (one)
     (vector (line-number-at-pos (flymake-diagnostic-beg one))
             (buffer-substring-no-properties (flymake-diagnostic-beg one) (flymake-diagnostic-end one))
             (format "%s" (flymake-diagnostic-type one))
             (flymake-diagnostic-text one)))
   (flymake-diagnostics)))
`;

/** What `emacs` runs in; it is gone at the end. */
export class Emacs {
  readonly folder = mkdtempSync(join(tmpdir(), 'netgen-eglot-'));
  #daemon: ChildProcess | undefined;

  /** Whether there is one that has eglot. */
  static isThere(): boolean {
    return spawnSync('emacs', ['--batch', ...withPackages, '--eval', "(require 'eglot)"]).status === 0;
  }

  file(name: string, text: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return path;
  }

  /** Starts it and waits until it listens. */
  async start(): Promise<void> {
    this.#daemon = spawn(
      'emacs',
      [
        `--fg-daemon=${join(this.folder, 'socket')}`,
        ...withPackages,
        '-L',
        `${root}editors/emacs`,
        '-l',
        this.file('preamble.el', preamble),
      ],
      { cwd: this.folder, stdio: 'ignore', env: { ...process.env, HOME: this.folder } },
    );
    await this.#wait('Emacs', () => this.#client('t').status === 0 || null);
  }

  /** What an expression gives in the buffer that is shown, as JSON has it. */
  eval<T>(expression: string): T {
    const file = join(this.folder, 'value.json');
    const { status, stdout, stderr } = this.#client(
      `(let* ((json-false :false)
              (coding-system-for-write 'utf-8-unix)
              (value (with-current-buffer (window-buffer) (json-encode ${expression}))))
         (with-temp-file "${file}" (insert value)))`,
    );
    assert.is(status, 0, `${expression}: ${stdout}${stderr}`);
    return JSON.parse(readFileSync(file, 'utf8'));
  }

  /** Waits until an expression gives something, and gives that. */
  until<T>(what: string, expression: string): Promise<T> {
    return this.#wait(what, () => this.eval<T | null>(expression));
  }

  /** Opens a lab, and waits until the language server has it. */
  async open(name: string, text: string): Promise<void> {
    this.eval(`(t-open "${this.file(name, text)}")`);
    await this.until(
      `the server of ${name}`,
      `(and (equal (buffer-name) "${name}") (bound-and-true-p eglot--managed-mode))`,
    );
  }

  remove(): void {
    if (this.#runs()) this.#client('(kill-emacs)');
    this.#daemon?.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #wait<T>(what: string, ask: () => T | null): Promise<T> {
    for (const end = Date.now() + 60_000; Date.now() < end && this.#runs(); await sleep(50)) {
      const answer = ask();
      if (answer !== null) return answer;
    }
    throw new Error(`waited in vain for ${what}`);
  }

  #runs(): boolean {
    return this.#daemon?.exitCode === null && this.#daemon.signalCode === null;
  }

  #client(expression: string): { status: number | null; stdout: string; stderr: string } {
    return spawnSync('emacsclient', ['-s', join(this.folder, 'socket'), '--eval', expression], {
      encoding: 'utf8',
      timeout: 60_000,
    });
  }
}
