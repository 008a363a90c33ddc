// Every generated script passes ShellCheck with every optional check, as bash and as sh.
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { checkScripts } from '../../src/cli/shellcheck.ts';
import { compile } from '../../src/compile.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { smallFixtureLabs } from '../lab.helper.ts';

const test = suite('shellcheck');
const io = {
  out: () => {},
  err: (text: string) => void complaints.push(text),
  readFile: () => '',
  readInput: () => '',
  colour: { out: false, err: false },
};
let complaints: string[] = [];

const there = spawnSync('shellcheck', ['--version']).status === 0;
if (!there) process.stdout.write('# SKIP shellcheck: the command shellcheck is missing\n');
const checks = there ? test : (name: string, _: () => Promise<void>) => test.skip(name);

for (const { name, text } of smallFixtureLabs()) {
  checks(`the scripts of ${name}`, async () => {
    const source = new SourceText(`${name}.net`, text);
    const scripts = [...compile(source).scripts, ...compile(source, { teardown: true }).scripts];
    complaints = [];
    assert.ok(
      await checkScripts(
        scripts.map((script) => script.text),
        io,
      ),
      complaints.join(''),
    );
  });
}

checks('a finding is one', async () => {
  complaints = [];
  assert.not.ok(await checkScripts(['#!/bin/sh\necho $1\n'], io));
  assert.match(complaints.join(''), /SC2086/);
});

test.run();
