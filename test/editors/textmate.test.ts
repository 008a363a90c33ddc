// The TextMate grammar by the machine that VS Code reads it with, over every fixture: it says what the parser says.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';
import { textMateGrammar } from '../../grammar/highlighting/textmate.ts';
import { exampleLab, fixtureLabs, forwardingFixtures, root } from '../lab.helper.ts';
import { disagreements, type Looks } from './agreement.helper.ts';

const test = suite('TextMate grammar');
const committed = 'editors/vscode/syntaxes/netgen.tmLanguage.json';

const wasm = readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm'));
await oniguruma.loadWASM(new Uint8Array(wasm).buffer);
const registry = new textmate.Registry({
  onigLib: Promise.resolve({
    createOnigScanner: (sources) => new oniguruma.OnigScanner(sources),
    createOnigString: (text) => new oniguruma.OnigString(text),
  }),
  loadGrammar: async () => textmate.parseRawGrammar(readFileSync(`${root}${committed}`, 'utf8'), committed),
});
const grammar = await registry.loadGrammar('source.netgen');

/** The innermost scope at every offset. */
function scopesOf(text: string): readonly string[] {
  const scopes: string[] = [];
  let state = textmate.INITIAL;
  for (const line of text.split(/(?<=\n)/)) {
    assert.ok(grammar);
    const { tokens, ruleStack } = grammar.tokenizeLine(line.replace(/\n$/, ''), state);
    state = ruleStack;
    const end = scopes.length + line.length;
    for (const token of tokens)
      for (let at = token.startIndex; at < token.endIndex; at++) scopes.push(token.scopes.at(-1) ?? '');
    while (scopes.length > end) scopes.pop();
    while (scopes.length < end) scopes.push('line end');
  }
  return scopes;
}

const looks: Looks = {
  keyword: /^(?:keyword|storage)\./,
  choice: /^(?:keyword|constant\.language)/,
  bracket: /^punctuation\.section/,
  comment: /^comment\./,
  shapes: {
    name: /^entity\.|range/,
    reference: /^variable\.|^constant\.(?:language|numeric\.address)/,
    variable: /^variable\.parameter/,
    item: /^constant\.|range|^punctuation/,
    address: /^constant\.numeric\.address|range/,
    'interface-address': /^constant\.numeric\.address|range/,
    prefix: /^constant\.(?:numeric\.address|language)|range/,
    number: /^constant\.(?:numeric|language)|range/,
    mac: /^constant\.numeric\.mac|range/,
  },
};

test(`${committed} is what the table of words says: npm run docs`, () =>
  assert.ok(readFileSync(`${root}${committed}`, 'utf8') === textMateGrammar(), 'run: npm run docs'));

for (const { name, text } of [...fixtureLabs(), exampleLab(), ...forwardingFixtures()]) {
  test(`${name}: keywords, names, values and comments as the parser reads them`, () => {
    const scopes = scopesOf(text);
    assert.equal([...disagreements(text, scopes, looks)], []);
    const without = scopes.filter((scope, at) => scope === 'source.netgen' && /\S/.test(text[at] ?? ''));
    assert.equal(without, []);
  });
}

test('a name that is a keyword elsewhere is a name; what is wrong is found', () => {
  const text = 'ns gw < veth ip -> br0 ip 10.0.0.1/24 >\nbridge br0\n';
  assert.equal([...disagreements(text, scopesOf(text), looks)], []);
  const other = scopesOf(text.replace('gw', '# '));
  assert.ok([...disagreements(text, other, looks)].length > 3);
});

test.run();
