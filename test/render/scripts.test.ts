// The committed scripts are what the labs give, byte for byte. `UPDATE=1 npm test -- render` writes them anew; the
// kernel tests bring up what is compared here.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { compiled, exampleLab, fixtureLabs, scriptOf } from '../lab.helper.ts';

const test = suite('scripts');

for (const { name, folder, text } of [...fixtureLabs(), exampleLab()]) {
  test(`the scripts of ${name}`, () => {
    const { scripts, diagnostics } = compiled(text, `${name}.net`);
    assert.equal(diagnostics, []);
    for (const script of scripts) {
      const kept = committed(script.text);
      const file = `${folder}/${script.host ?? name}.${kept.ending}`;
      if (process.env.UPDATE) writeFileSync(file, kept.text, { mode: kept.mode });
      assert.ok(existsSync(file), `${file} is missing`);
      assert.is(firstDifference(kept.text, readFileSync(file, 'utf8')), undefined);
    }
  });
}

/** What is committed of a script: of a very large one its digest. */
function committed(script: string): { ending: string; text: string; mode: number } {
  if (script.length < 500_000) return { ending: 'sh', text: script, mode: 0o755 };
  return { ending: 'sha256', text: `${createHash('sha256').update(script).digest('hex')}\n`, mode: 0o644 };
}

/** The first line that two texts do not share: a whole script is too much to read in a report. */
function firstDifference(made: string, known: string): string | undefined {
  if (made === known) return undefined;
  const [ours, theirs] = [made.split('\n'), known.split('\n')];
  const line = ours.findIndex((one, index) => one !== theirs[index]);
  return `line ${line + 1}: ${ours[line]} (committed: ${theirs[line]}); UPDATE=1 writes it anew`;
}

const text = 'bridge b ip 10.0.0.1/24\nns a < veth e -> b ip 10.0.0.2/24 gw .1 >\nexpect a reaches root\n';
const plan = (script: string): string | undefined => /^plan=(.*)$/m.exec(script)?.[1];

test('comments and white space do not change the plan; what the lab does, does', () => {
  assert.is(plan(scriptOf(text)), plan(scriptOf(`# a comment\n\n${text.replaceAll(' < ', ' <\n  ')}`)));
  assert.is.not(plan(scriptOf(text)), plan(scriptOf(text.replace('10.0.0.2', '10.0.0.3'))));
});

test('no path, no date: the same lab gives the same bytes wherever it lies', () => {
  assert.is(scriptOf(text, '/a/b/lab.net'), scriptOf(text, 'lab.net'));
});

test('the fixed part is the same in every script', () => {
  const fixed = (script: string): string => script.slice(script.indexOf('# ---- From here on'));
  const [first, ...others] = fixtureLabs().flatMap(
    ({ name, text: lab }) => compiled(lab, `${name}.net`).scripts,
  );
  for (const other of others) assert.is(fixed(other.text), fixed(first?.text ?? ''));
});

test('nothing of a file name or a comment reaches the shell as more than a comment', () => {
  const script = scriptOf(
    `${text.replace(/\n/, " # '; touch /tmp/x; # shellcheck disable=all\n")}`,
    "/tmp/$(touch x)'; # é\n.net",
  );
  assert.not.match(script, /touch \/tmp|\$\(touch x\)|disable=all/);
  assert.match(script, /^lab=[A-Za-z0-9_-]+$/m);
  assert.match(script, / # __touch_x____-_\.net:1$|:1$/m);
});

test('steps carry the line they come from, and stand under the lines of the lab', () => {
  const script = scriptOf(text);
  assert.match(
    script,
    /^ {2}# lab\.net:2 {2}ns a < veth e -> b ip 10\.0\.0\.2\/24 gw \.1 >\n {2}inside a forward=none 'e' '$/m,
  );
  assert.match(script, /^ {4}addr add 10\.0\.0\.2\/24 dev e # lab\.net:2$/m);
});

test('an empty lab has an empty script', () =>
  assert.match(scriptOf('lab nothing'), /^lab\(\) \{\n {2}:\n\}$/m));

test.run();
