import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { capped, code, fence, plain, table } from '../../src/service/markdown.ts';

const test = suite('service: markdown');

test('code has more backticks around it than in it, and stays on its line', () => {
  assert.is(code('br0'), '`br0`');
  assert.is(code('a`b'), '``a`b``');
  assert.is(code('`x'), '`` `x ``');
  assert.is(code('a```b'), '````a```b````');
  assert.is(code('a\nb'), '`a\ufffdb`');
  assert.is(code(''), '`  `');
});

test('no line of a block of code ends it', () => {
  assert.is(fence(['a', 'b']), '```text\na\nb\n```');
  assert.is(fence(['```', '# a']), '````text\n```\n# a\n````');
  assert.is(fence(['a\n```\n[x](y)']), '````text\na\ufffd```\ufffd[x](y)\n````');
});

test('plain text is no Markdown, whatever is in it', () => {
  assert.is(plain('[x](y) <b> *a* `c` #d'), '\\[x\\]\\(y\\) \\<b\\> \\*a\\* \\`c\\` \\#d');
});

test('long lists are cut where that saves anything, and columns stand under each other', () => {
  assert.equal(capped(['a', 'b', 'c'], 2), ['a', 'b', 'c']);
  assert.equal(capped(['a', 'b', 'c', 'd'], 2), ['a', 'b', '… and 2 more']);
  assert.equal(table([['a', 'b'], ['ccc', 'd'], ['e']]), ['a    b', 'ccc  d', 'e']);
});

test.run();
