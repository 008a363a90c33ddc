// The steps of action.yml as a runner of GitHub runs them: each one's text by bash, in a checkout of the example.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { root } from '../lab.helper.ts';
import { type Ran, type Repository, Workshop } from './example.helper.ts';

interface Step {
  readonly name: string;
  readonly shell: string;
  readonly run: string;
  readonly env?: Readonly<Record<string, string>>;
}

const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const action = parse(read('action.yml')) as {
  inputs: Record<string, { description: string; default: string }>;
  runs: { using: string; steps: readonly Step[] };
};
const workflow = parse(read('fixtures/repository/.github/workflows/labs.yml')) as {
  jobs: { labs: { steps: readonly { uses: string; with?: Record<string, string> }[] } };
};

const test = suite('action');
const workshop = new Workshop();
test.after(() => workshop.remove());

/** Runs a step with these inputs, as `shell: bash` of a runner does. */
function run(name: string, repository: Repository, inputs: Readonly<Record<string, string>> = {}): Ran {
  const step = action.runs.steps.find((one) => one.name === name);
  assert.ok(step, `no step ${name}`);
  const env = Object.entries(step.env ?? {}).map(([key, value]) => {
    const input = /^\$\{\{ inputs\.(\w+) \}\}$/.exec(value)?.[1] ?? '';
    assert.ok(action.inputs[input], `${value} is no input`);
    return [key, inputs[input] ?? action.inputs[input]?.default ?? ''];
  });
  return repository.run('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], {
    ...Object.fromEntries(env),
    GITHUB_ACTION_PATH: root.replace(/\/$/, ''),
  });
}

const lint = 'Lint the labs';
const verify = 'Compare the scripts with their labs';

test('no input reaches a shell as part of its text', () => {
  assert.is(action.runs.using, 'composite');
  for (const { run: text, shell } of action.runs.steps) {
    assert.is(shell, 'bash');
    assert.not.match(text, /\$\{\{/);
  }
});

test('the worked example passes, with the inputs that its workflow gives', () => {
  const example = workshop.example('passes');
  const [, use] = workflow.jobs.labs.steps;
  assert.match(use?.uses ?? '', /\/netgen@v/);
  for (const input of Object.keys(use?.with ?? {})) assert.ok(action.inputs[input], input);
  for (const step of ['Build netgen', lint, verify])
    assert.equal(run(step, example, use?.with), { status: 0, output: '' }, step);
});

test('a finding annotates its line; a warning fails where that is asked', () => {
  const example = workshop.example('findings');
  example.write('labs/a lab.net', 'bridge br0\nns a < veth e -> br1 >\n');
  example.commit();
  const { status, output } = run(lint, example);
  assert.is(status, 1);
  assert.match(output, /^::error file=labs\/a lab\.net,line=2,[^\n]*br1/m);

  example.write('labs/a lab.net', 'bridge br0\nns a < veth e -> br0 >\nbridge br1\n');
  assert.is(run(lint, example).status, 0);
  assert.is(run(lint, example, { strict: 'true' }).status, 1);
  assert.is(run(lint, example, { labs: 'labs/*.net\n:!labs/a lab.net\n', strict: 'true' }).status, 0);
});

test('no lab at all is a failure: the pathspec is wrong', () => {
  const { status, output } = run(lint, workshop.example('empty'), { labs: 'topologies' });
  assert.is(status, 1);
  assert.match(output, /^::error::git knows no file that matches: topologies$/m);
});

test('a script that is not what its lab gives fails, is annotated, and hides no other', () => {
  const example = workshop.example('stale');
  example.write('labs/office.net', example.read('labs/office.net').replace('1.3/24', '1.4/24'));
  const { status, output } = run(verify, example, {
    scripts: 'labs/office.sh labs/office.net\n\nlabs/none.sh labs/office.net\n',
  });
  assert.is(status, 1);
  assert.match(output, /^\+ {4}addr add 192\.168\.1\.4\/24 /m);
  assert.match(output, /^::error file=labs\/office\.sh::/m);
  assert.match(output, /^::error file=labs\/none\.sh::/m);
});

test.run();
