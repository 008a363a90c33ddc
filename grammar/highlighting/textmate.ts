import type { Shape } from '../words/word.ts';
import { type Head, heads } from './heads.ts';

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

const scopesOfKinds: Readonly<Record<Head['kind'], string>> = {
  thing: 'storage.type.netgen',
  loop: 'keyword.control.loop.netgen',
  expectation: 'keyword.control.expect.netgen',
  attribute: 'keyword.other.netgen',
};

const scopesOfShapes: Readonly<Partial<Record<Shape, string>>> = {
  name: 'entity.name.type.netgen',
  reference: 'variable.other.netgen',
  variable: 'variable.parameter.netgen',
  item: 'constant.other.netgen',
};

const includesBraces = [{ include: '#braces' }];
const includesValues = [{ include: '#addresses' }, { include: '#braces' }];

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
function patternOf({ keyword, kind, names, choice }: Head): Pattern {
  const captures: Record<string, Captures[string]> = { 1: { name: scopesOfKinds[kind] } };
  let match = keyword === '->' ? '(->)' : `${before}(${keyword})${after}`;
  for (const [index, { shape, choices, list }] of names.entries()) {
    const form = choices ? `(?:${choices.join('|')})${after}` : list ? valueList : value;
    match += `(?:\\s*(?<![^\\s>])(${form})`;
    const ofChoice = choice === 'keyword' ? scopesOfKinds[kind] : 'constant.language.netgen';
    const scope = choices ? ofChoice : scopesOfShapes[shape];
    captures[index + 2] = {
      ...(scope ? { name: scope } : {}),
      ...(choices ? {} : { patterns: includesValues }),
    };
  }
  return { match: match + ')?'.repeat(names.length), captures };
}

/** The grammar that editors show lab files by, as the text of a `.tmLanguage.json`. */
export function textMateGrammar(): string {
  const grammar: Grammar = {
    name: 'netgen',
    scopeName: 'source.netgen',
    fileTypes: ['net'],
    patterns: [
      { match: '#.*$', name: 'comment.line.number-sign.netgen' },
      ...heads().map(patternOf),
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
