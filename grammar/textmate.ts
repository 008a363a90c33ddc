import type { Shape, Value, Word } from './words/word.ts';
import { words } from './words.ts';

/*
 * A TextMate grammar knows lines and patterns, not places: a word is shown as a keyword wherever no word before it takes
 * it for a value. That is right for what people write; what only the parser can know, the language server tells.
 */

/** A pattern of a TextMate grammar (https://macromates.com/manual/en/language_grammars). */
interface Pattern {
  readonly match: string;
  readonly name?: string;
  readonly captures?: Captures;
}

/** What the groups of a pattern are, by their number. */
type Captures = Readonly<
  Record<string, { readonly name?: string; readonly patterns?: readonly { readonly include: string }[] }>
>;

interface Grammar {
  readonly name: string;
  readonly scopeName: string;
  readonly fileTypes: readonly string[];
  readonly patterns: readonly (Pattern | { readonly include: string })[];
  readonly repository: Readonly<Record<string, { readonly patterns: readonly Pattern[] }>>;
}

const wordSign = '[A-Za-z0-9_.:+/=%@*-]';
const before = `(?<!${wordSign}|\\})`;
const after = `(?!${wordSign}|\\{)`;
// a word ends where an arrow begins
const value = `(?:(?!-+>)${wordSign}|\\{[^{}\\s]*\\})+`;
const valueList = `${value}(?:\\s*,\\s*${value})*`;

/** The scope of a keyword that makes a thing, or says something of it. */
function scopeOfKeyword({ place, values, loop, oneOf }: Word): string {
  if (loop) return 'keyword.control.loop.netgen';
  if (oneOf && place === 'expect') return 'keyword.control.expect.netgen';
  const declares = values[0]?.slot === 'name' && place !== undefined;
  return declares || place === 'lo' ? 'storage.type.netgen' : 'keyword.other.netgen';
}

const scopesOfShapes: Readonly<Partial<Record<Shape, string>>> = {
  name: 'entity.name.type.netgen',
  reference: 'variable.other.netgen',
  variable: 'variable.parameter.netgen',
  item: 'constant.other.netgen',
};

const includesBraces = [{ include: '#braces' }];
const includesValues = [{ include: '#addresses' }, { include: '#braces' }];

/** What a pattern cannot know by its looks: names, behind the words that take them. */
const isNamed = ({ shape }: Value): boolean => shape in scopesOfShapes;

const mac = '(?:(?:[0-9A-Fa-f]{2}|\\{[^{}\\s]*\\}):){5}(?:[0-9A-Fa-f]{2}|\\{[^{}\\s]*\\})';
const number = '(?:[0-9]|\\{[^{}\\s]*\\})+';
const ipv4 = `(?:${number}(?:\\.${number}){1,3}|(?:\\.${number}){1,4})`;
// two colons: `a:b` is a device of a namespace
const group = '(?:[0-9A-Fa-f]|\\{[^{}\\s]*\\})*';
const ipv6 = `${group}:${group}:(?:[0-9A-Fa-f:.]|\\{[^{}\\s]*\\})*`;
const address = `(?:${ipv4}|${ipv6})(?:/${number})?`;

function numeric(form: string, kind: string): Pattern {
  return {
    match: `${before}${form}${after}`,
    name: `constant.numeric.${kind}.netgen`,
    captures: { 0: { patterns: includesBraces } },
  };
}

/** A word with the names behind it, in one pattern, so that a name that is a keyword elsewhere is none here. */
function headOf(word: Word): Pattern {
  const captures: Record<string, Captures[string]> = { 1: { name: scopeOfKeyword(word) } };
  let match = word.keyword === '->' ? '(->)' : `${before}(${word.keyword})${after}`;
  let open = '';
  for (const [index, slot] of word.values.entries()) {
    if (!isNamed(slot)) break;
    const form = slot.choices ? `(?:${slot.choices.join('|')})${after}` : slot.list ? valueList : value;
    match += `(?:\\s*(?<![^\\s>])(${form})`;
    const scope = slot.choices ? scopeOfChoice(word) : scopesOfShapes[slot.shape];
    captures[index + 2] = {
      ...(scope ? { name: scope } : {}),
      ...(slot.choices ? {} : { patterns: includesValues }),
    };
    open += ')?';
  }
  return { match: match + open, captures };
}

function scopeOfChoice(word: Word): string {
  return word.values.length > 1 && !word.values[0]?.optional
    ? scopeOfKeyword(word)
    : 'constant.language.netgen';
}

/** Words that are declared more than once (`via` behind `route`, and behind `expect`) as the one that takes a name. */
function heads(): readonly Pattern[] {
  const byKeyword = new Map<string, Word>();
  for (const word of words) {
    const known = byKeyword.get(word.keyword);
    if (!known || (!known.values.some(isNamed) && word.values.some(isNamed)))
      byKeyword.set(word.keyword, word);
  }
  return [...byKeyword.values()].map(headOf);
}

/** The grammar that editors show lab files by, as the text of a `.tmLanguage.json`. */
export function textMateGrammar(): string {
  const grammar: Grammar = {
    name: 'netgen',
    scopeName: 'source.netgen',
    fileTypes: ['net'],
    patterns: [
      { match: '#.*$', name: 'comment.line.number-sign.netgen' },
      ...heads(),
      { match: `${before}default${after}`, name: 'constant.language.netgen' },
      { match: `${before}(?:all|main)${after}`, name: 'constant.language.netgen' },
      { include: '#addresses' },
      numeric(`${number}(?:\\.\\.${number})*`, 'integer'),
      { match: '[<>]', name: 'punctuation.section.block.netgen' },
      { match: ';', name: 'punctuation.terminator.netgen' },
      // what is left is a word that nothing before it explains
      { match: value, captures: { 0: { patterns: includesBraces } } },
      { include: '#braces' },
    ],
    repository: {
      addresses: { patterns: [numeric(mac, 'mac'), numeric(address, 'address')] },
      // what a value may hold: expressions and ranges (`ns{1..3}`, `10.0.{i+1}.2/24`), and commas between several
      braces: {
        patterns: [
          { match: '\\{[^{}\\s]*\\}', name: 'variable.parameter.range.netgen' },
          { match: ',', name: 'punctuation.separator.netgen' },
        ],
      },
    },
  };
  return `${JSON.stringify(grammar, undefined, 2)}\n`;
}
