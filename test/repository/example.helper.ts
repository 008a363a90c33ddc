// A copy of fixtures/repository in a git repository of its own, and what is done in it.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import * as assert from 'uvu/assert';
import { root } from '../lab.helper.ts';

export interface Ran {
  readonly status: number | null;
  readonly output: string;
}

/** A repository in a folder of its own; `git` without the settings of whoever runs the tests. */
export class Repository {
  readonly folder: string;
  readonly #env: NodeJS.ProcessEnv;

  constructor(folder: string, home: string) {
    this.folder = folder;
    this.#env = {
      ...process.env,
      HOME: home,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_SYSTEM: '/dev/null',
    };
    // a test that runs in a hook of git must not have that repository in its environment
    for (const name of ['GIT_DIR', 'GIT_INDEX_FILE', 'GIT_WORK_TREE']) delete this.#env[name];
  }

  run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Ran {
    const { status, stdout, stderr, error } = spawnSync(command, args, {
      cwd: this.folder,
      encoding: 'utf8',
      env: { ...this.#env, ...env },
    });
    return { status, output: `${stdout}${stderr}${error?.message ?? ''}` };
  }

  git(...args: readonly string[]): string {
    const { status, output } = this.run('git', args);
    assert.is(status, 0, `git ${args.join(' ')}: ${output}`);
    return output.trim();
  }

  /** Everything in the folder as the next commit. */
  commit(): string {
    this.git('add', '--all');
    this.git(
      '-c',
      'user.name=a',
      '-c',
      'user.email=a@localhost',
      'commit',
      '--quiet',
      '--no-verify',
      '-m',
      'one',
    );
    return this.git('rev-parse', 'HEAD');
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text);
  }
}

/** A folder for repositories, which is gone at the end. */
export class Workshop {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'netgen-repository-')));

  /** A copy of the example, committed. */
  example(name: string): Repository {
    const repository = this.#repository(name);
    cpSync(join(root, 'fixtures/repository'), repository.folder, { recursive: true });
    chmodSync(join(repository.folder, 'labs/office.sh'), 0o755);
    repository.git('init', '--quiet');
    repository.commit();
    return repository;
  }

  /** netgen as somebody clones it: what git knows or would take of this checkout, committed. */
  netgen(): { repository: Repository; revision: string } {
    const repository = this.#repository('netgen');
    const files = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: root,
      encoding: 'utf8',
    }).stdout.split('\0');
    assert.ok(files.length > 100, 'the checkout is no git repository');
    for (const file of files)
      if (file !== '') cpSync(join(root, file), join(repository.folder, file), { recursive: true });
    repository.git('init', '--quiet');
    return { repository, revision: repository.commit() };
  }

  #repository(name: string): Repository {
    return new Repository(join(this.folder, name), this.folder);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
