// The hooks in a real repository, run by pre-commit from a clone of netgen.
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Repository, Workshop } from './example.helper.ts';

const test = suite('pre-commit');
const workshop = new Workshop();
test.after(() => workshop.remove());

/** Why the hooks cannot be tried here. */
function lacking(): string | undefined {
  if (spawnSync('git', ['--version']).status !== 0) return 'git is missing';
  if (spawnSync('pre-commit', ['--version']).status !== 0) return 'pre-commit is missing';
  // it installs the development packages anew, as for any user of the hooks
  const ping = spawnSync('npm', ['ping', '--fetch-retries=0', '--fetch-timeout=20000']);
  return ping.status === 0 ? undefined : 'no packages can be had here';
}

const why = lacking();
if (why !== undefined) console.log(`# SKIP the hooks of pre-commit: ${why}`);
const example = why === undefined ? prepared() : undefined;

/** The example with this checkout in the place of the released netgen. */
function prepared(): Repository {
  const { repository, revision } = workshop.netgen();
  const copy = workshop.example('example');
  const config = copy
    .read('.pre-commit-config.yaml')
    .replace(/repo: .*/, `repo: ${repository.folder}`)
    .replace(/rev: .*/, `rev: ${revision}`);
  copy.write('.pre-commit-config.yaml', config);
  copy.commit();
  return copy;
}

const when = example ? test : test.skip;

function hooks(): { status: number | null; output: string } {
  const { status, output } = (example as Repository).run(
    'pre-commit',
    ['run', '--all-files', '--color=never'],
    {
      npm_config_cache: process.env.npm_config_cache ?? `${process.env.HOME}/.npm`,
    },
  );
  return { status, output };
}

/** Makes a change, sees what the hooks say to it, and takes it back. */
function afterChange(change: (repository: Repository) => void): { status: number | null; output: string } {
  const repository = example as Repository;
  change(repository);
  repository.git('add', '--all');
  try {
    return hooks();
  } finally {
    repository.git('reset', '--quiet', '--hard');
  }
}

when('the example passes', () => {
  const { status, output } = hooks();
  assert.is(status, 0, output);
  for (const hook of ['netgen fmt', 'netgen lint', 'netgen build --verify'])
    assert.match(output, new RegExp(`^${hook}\\.+Passed$`, 'm'));
});

when('a script that is not what its lab gives fails, with what differs', () => {
  const { status, output } = afterChange((repository) =>
    repository.write('labs/office.net', repository.read('labs/office.net').replace('1.3/24', '1.4/24')),
  );
  assert.is(status, 1);
  assert.match(output, /^netgen lint\.+Passed$/m);
  assert.match(output, /^netgen build --verify\.+Failed$/m);
  assert.match(output, /^- {4}addr add 192\.168\.1\.3\/24 [^\n]*\n\+ {4}addr add 192\.168\.1\.4\/24 /m);
  assert.match(output, /write it with netgen build labs\/office\.net -o labs\/office\.sh$/m);
});

when('a lab with an error fails, with the place', () => {
  const { status, output } = afterChange((repository) =>
    repository.write('labs/new.net', 'ns a < veth e -> br0 >\n'),
  );
  assert.is(status, 1);
  assert.match(output, /^netgen lint\.+Failed$/m);
  assert.match(output, /^labs\/new\.net:1:18: error: /m);
  assert.match(output, /^netgen build --verify\.+Passed$/m);
});

when('a lab in another form is brought into the one form, which fails once', () => {
  let after = '';
  const { status, output } = afterChange((repository) => {
    const lab = repository.read('labs/office.net');
    repository.write('labs/office.net', lab.replaceAll(' < ', '   <  '));
    after = lab;
  });
  assert.is(status, 1);
  assert.match(output, /^netgen fmt\.+Failed$/m);
  assert.match(output, /files were modified by this hook/);
  assert.is((example as Repository).read('labs/office.net'), after);
});

test.run();
