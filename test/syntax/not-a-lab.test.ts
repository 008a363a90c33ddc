// Whose files end in `.net`, too: told by what stands in them, and no lab is ever taken for one of them.
import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { keywords } from '../../grammar/words.ts';
import { isForeign, notALab } from '../../src/syntax/not-a-lab.ts';
import { fixtureFiles, fixtureLabs } from '../lab.helper.ts';
import { mistakes } from '../mistakes.helper.ts';
import { netlists } from '../netlists.helper.ts';

const test = suite('other programs’ files');

for (const [name, text] of Object.entries(netlists))
  test(`a netlist of SPICE: ${name}`, () => {
    for (const same of [text, text.replaceAll('\n', '\r\n'), `\ufeff\n${text}`, text.toUpperCase()]) {
      assert.ok(isForeign(same), same);
      assert.is(notALab(same)?.message, 'This is a SPICE netlist, not a lab file.');
    }
    // while it is written it may be anything, but it never is something else than what it was
    const lines = text.split('\n');
    const told = lines.map((_, index) => isForeign(lines.slice(0, index + 1).join('\n')));
    assert.equal(told, told.toSorted());
  });

test('Pajek and KiCad', () => {
  assert.ok(isForeign('\n*Vertices 3\n1 "a"\n'));
  assert.ok(isForeign('(export (version D))\n'));
});

test('no lab is one, whatever half of it is written, and with a line of SPICE in it', () => {
  const texts = [
    ...fixtureLabs().map(({ text }) => text),
    ...fixtureFiles().map((file) => readFileSync(file, 'utf8')),
    ...mistakes().map(({ text }) => text),
  ].filter((text) => !isForeignFixture(text));
  assert.ok(texts.length > 500, `${texts.length} texts`);
  for (const text of texts) {
    const lines = text.split('\n');
    for (let count = 0; count <= Math.min(lines.length, 100); count++) {
      const start = lines.slice(0, count).join('\n');
      assert.not(isForeign(start), start);
    }
  }
  for (const { text } of fixtureLabs())
    for (const line of ['.tran 1m', '.end', '* a comment\n.end', 'R1 a b 1k\n.end\n'])
      assert.not(isForeign(`${text}${line}\n`), `${text}${line}`);
});

function isForeignFixture(text: string): boolean {
  return ['*Vertices', '(export', '* low-pass\n'].some((start) => text.startsWith(start));
}

test('a line that begins with a word of labs is no element', () => {
  for (const word of keywords.keys()) {
    assert.not(isForeign(`a title\n${word} a b c\n.end\n`), word);
    assert.not(isForeign(`${word} a b c\n.end\n`), word);
  }
});

test.run();
