import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseLab } from '../../grammar/parser.ts';
import type { Place, Word } from '../../grammar/words/word.ts';
import { behindMenu, blockMenu, words } from '../../grammar/words.ts';

const test = suite('table of words');

test('every place that a word stands in is another word’s, or the file', () => {
  const places = new Set<Place>(['file', ...words.flatMap((word) => word.place ?? [])]);
  for (const word of words) {
    for (const place of word.standsIn) assert.ok(places.has(place), `${word.keyword} stands in ${place}`);
  }
});

test('one place has one word of a name', () => {
  const seen = new Set<string>();
  for (const word of words) {
    for (const place of word.standsIn) {
      assert.not.ok(seen.has(`${place} ${word.keyword}`), `${word.keyword} is declared twice in ${place}`);
      seen.add(`${place} ${word.keyword}`);
    }
  }
});

test('words are documented in one sentence, values with an example', () => {
  for (const word of words) {
    assert.match(word.summary, /^[^.]{10,}$/, word.keyword);
    for (const value of word.values) assert.ok(value.what && value.example, word.keyword);
  }
});

// Newlines mean nothing and the innermost word wins, so what it knows and something around it knows, too, is read
// as the innermost word's. A new word that brings a new double reading has to be written down here, or renamed.
test('the double readings of the language are these', () => {
  const found = new Set<string>();
  for (const inner of words) {
    if (!inner.place || inner.scope) continue;
    for (const word of behindMenu(inner.place).values()) {
      for (const around of enclosing(inner)) {
        if (blockMenu(around).has(word.keyword)) found.add(`${word.keyword}: ${inner.keyword} or ${around}`);
      }
    }
  }
  assert.equal(
    [...found].sort(),
    [
      '->: veth or nat',
      'dev: nexthop or route',
      'gw: bridge or file',
      'gw: bridge or host',
      'gw: bridge or ns',
      'gw: lo or file',
      'gw: lo or host',
      'gw: lo or ns',
      'gw: uplink or file',
      'gw: uplink or host',
      'gw: veth or file',
      'gw: veth or host',
      'gw: veth or ns',
      'neigh: bridge or file',
      'neigh: bridge or host',
      'neigh: bridge or ns',
      'neigh: lo or file',
      'neigh: lo or host',
      'neigh: lo or ns',
      'neigh: uplink or file',
      'neigh: uplink or host',
      'neigh: veth or file',
      'neigh: veth or host',
      'neigh: veth or ns',
      'onlink: nexthop or route',
      'route: bridge or file',
      'route: bridge or host',
      'route: bridge or ns',
      'route: lo or file',
      'route: lo or host',
      'route: lo or ns',
      'route: uplink or file',
      'route: uplink or host',
      'route: veth or file',
      'route: veth or host',
      'route: veth or ns',
      'rule: bridge or file',
      'rule: bridge or host',
      'rule: bridge or ns',
      'rule: lo or file',
      'rule: lo or host',
      'rule: lo or ns',
      'rule: uplink or file',
      'rule: uplink or host',
      'rule: veth or file',
      'rule: veth or host',
      'rule: veth or ns',
      'via: nexthop or route',
    ].filter((reading) => reading !== '->: veth or nat'),
  );
});

/** The places whose block, or whose own words, a word may stand in, and theirs around. */
function enclosing(word: Word): ReadonlySet<Place> {
  const around = new Set<Place>();
  const add = (places: readonly Place[]): void => {
    for (const place of places) {
      if (around.has(place)) continue;
      around.add(place);
      add(words.find((one) => one.place === place)?.standsIn ?? []);
    }
  };
  add(word.standsIn);
  return around;
}

test('the grammar passes chevrotain’s own validation', () => {
  // the first parser of a process is kept, and this file has a process of its own
  assert.equal(parseLab('bridge br0', [], true).problems, []);
});

test.run();
