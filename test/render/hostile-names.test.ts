// Nothing of a lab reaches a shell, ip or nft as more than the word that the plan holds. An own reader that knows but
// the few forms of a script says what each does, and that has to be the plan.
import process from 'node:process';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { compile } from '../../src/compile.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { scriptOf } from '../lab.helper.ts';
import { type HostileLab, hostileLab } from './hostile-labs.helper.ts';
import { readScript, stepsOf, Unreadable } from './script-reader.helper.ts';

const test = suite('hostile names');

const wanted = Number(process.env.NETGEN_HOSTILE_WORDS ?? 100_000);
const seed = Number(process.env.NETGEN_SEED ?? 20261128);
const fixed = scriptOf('lab fixed');

/** Claims that the scripts of a lab say what its plans do and nothing else; answers how many there are. */
function harmless({ file, text }: Pick<HostileLab, 'file' | 'text'>): number {
  const source = new SourceText(file, text);
  const { scripts, diagnostics } = compile(source, { force: true });
  assert.not(
    diagnostics.some(({ rule }) => rule === 'internal-error'),
    text,
  );
  for (const { plan, host, text: script } of scripts) {
    const read = readScript(script, fixed, source.lineCount);
    assert.equal(stepsOf(read), stepsOf(plan), text);
    const { lab, id, digest, group } = plan;
    assert.equal(
      { lab: read.lab, host: read.host, id: read.id, digest: read.digest, group: read.group },
      { lab, host, id, digest, group },
    );
  }
  return scripts.length;
}

for (const [what, share] of [
  ['names that tools have a meaning for, among strange comments and file names', 0],
  ['one strange name or value in most labs', 2],
  ['strange names and values everywhere', 30],
] as const) {
  test(what, () => {
    const count = { labs: 0, words: 0, strange: 0, scripts: 0, wordsInScripts: 0 };
    fc.assert(
      fc.property(fc.gen(), (draw) => {
        const lab = hostileLab(draw, share);
        const scripts = harmless(lab);
        count.labs += 1;
        count.words += lab.words;
        count.strange += lab.strange;
        count.scripts += scripts;
        if (scripts > 0) count.wordsInScripts += lab.words;
      }),
      { numRuns: Math.ceil(wanted / 3 / 43), seed },
    );
    process.stdout.write(
      `# FIGURES ${what}: ${count.words} hostile words (${count.strange} that no name may be) in ${count.labs} labs; ${count.wordsInScripts} of them in ${count.scripts} scripts\n`,
    );
    assert.ok(count.words >= wanted / 3, `only ${count.words} words`);
    if (share < 10) assert.ok(count.scripts > 0, 'no lab had a script');
  });
}

const good = `lab good
uplink u ip 10.0.2.15/24
forward
bridge b ip 10.1.0.1/24
nat 10.1.0.0/24 -> u
route 10.9.0.0/16 via 10.0.2.16
neigh 10.0.2.16 lladdr 02:00:00:00:00:16 dev u
ns a < veth e -> b ip 10.1.0.2/24 gw .1 >
ns c < veth e -> b ip 10.1.0.3/24 gw .1 >
expect a reaches 10.0.2.15
expect all reach all
`;

test('the reader refuses whatever says more than the plan', () => {
  const script = scriptOf(good);
  const lineCount = good.split('\n').length;
  assert.is(readScript(script, fixed, lineCount).lab, 'good');
  let tried = 0;
  for (const [from, to] of [
    ["  root '\n", "  root '\n    netns add x; reboot # lab.net:1\n"],
    ['netns add a', 'netns add a\\'],
    ['netns add a', 'netns add $(reboot)'],
    ['netns add a', 'netns add "a"'],
    ['netns add a', 'netns delete a'],
    ['netns add a', 'netns add a b'],
    ["dev e # lab.net:8'", "dev e # lab.net:8'; reboot"],
    ['link add name b ', 'link add b '],
    ['# lab.net:8', '# lab.net:99'],
    ['  inside a ', '  reboot\n  inside a '],
    ['  inside a ', '  inside $(reboot) '],
    ['  # lab.net:8  ns a', '  # shellcheck disable=all\n  # lab.net:8  ns a'],
    ['  # lab.net:8  ns a', '  # lab.net:8  ns\u2028a'],
    ['  # lab.net:8  ns a', '  # lab.net:8  ns\ra'],
    ["expect a reaches '10.0.2.15'", "expect a reaches '10.0.2.15 -f'"],
    ["'a reaches 10.0.2.15'", '"a reaches $(reboot)"'],
    ['oifname "u"', 'oifname "u" counter'],
    ["    }'", "    }; flush ruleset'"],
    ['lab=good', 'lab=good reboot'],
    ["tools='ip", "tools='reboot ip"],
    ['made by netgen from lab.net', 'made by netgen from lab.net\nreboot\n#'],
    ['{ main "$@"; }\n', '{ main "$@"; }\nreboot\n'],
    ['set -eu\n', 'set -u\n'],
  ] as const) {
    const changed = script.replace(from, () => to);
    assert.is.not(changed, script, from);
    assert.throws(
      () => readScript(changed, fixed, lineCount),
      (error: unknown) => error instanceof Unreadable,
      to,
    );
    tried += 1;
  }
  assert.is(tried, 23);
  const { scripts } = compile(new SourceText('lab.net', good));
  const elsewhere = readScript(script.replace('netns add a', 'netns add d'), fixed, lineCount);
  assert.not.equal(stepsOf(elsewhere), stepsOf(scripts[0]?.plan ?? { steps: [] }));
});

test.run();
