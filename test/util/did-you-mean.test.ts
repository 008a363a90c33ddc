// A suggestion is worth its place where a slip of the finger explains the word, and misleads where it does not.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { nearest } from '../../src/util/did-you-mean.ts';

const test = suite('did you mean');

test('short words have one slip, longer ones two', () => {
  const near: readonly (readonly [word: string, candidate: string])[] = [
    ['A', 'a'],
    ['BR0', 'br0'],
    ['n', 'ns'],
    ['sn', 'ns'],
    ['br1', 'br0'],
    ['roto', 'root'],
    ['lfet', 'left'],
    ['ruoter', 'router'],
    ['rout', 'router'],
    ['brigde', 'bridge'],
    ['managed-nam', 'managed-name'],
  ];
  for (const [word, candidate] of near) assert.is(nearest(word, ['zzzzz', candidate]), candidate, word);
});

test('what is another word is not suggested', () => {
  const far: readonly (readonly [word: string, candidate: string])[] = [
    ['foo', 'root'],
    ['a', 'b'],
    ['ab', 'ba1'],
    ['eth0', 'br0'],
    ['left', 'lab'],
    ['ns12', 'ns34'],
    ['switch', 'bridge'],
    ['abcdefghi', 'abcdefxyz'],
  ];
  for (const [word, candidate] of far) assert.is(nearest(word, [candidate]), undefined, word);
  assert.is(nearest('foo', []), undefined);
});

test('the nearest is said, of several the first; a word that there is stands for no other', () => {
  assert.is(nearest('router', ['ruoters', 'routed', 'rooter']), 'routed');
  assert.is(nearest('br0', ['br1', 'BR0']), 'BR0');
  assert.is(nearest('br0', ['br1', 'br0']), undefined);
});

test.run();
