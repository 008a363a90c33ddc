import type { Value, Word } from './words/word.ts';
import { words } from './words.ts';

/** The groups of the syntax file, and what Vim shows them as (`:help group-name`). */
const groups: Readonly<Record<string, string>> = {
  netgenComment: 'Comment',
  netgenDeclaration: 'Structure',
  netgenKeyword: 'Keyword',
  netgenLoop: 'Repeat',
  netgenName: 'Identifier',
  netgenReference: 'Special',
  netgenChoice: 'Constant',
  netgenNumber: 'Number',
  netgenRange: 'PreProc',
  netgenBracket: 'Delimiter',
  netgenSeparator: 'Delimiter',
};

const named: Readonly<Record<string, string>> = {
  name: 'netgenName',
  reference: 'netgenReference',
  variable: 'netgenName',
  item: 'netgenReference',
};

// inside of a bracket nothing is magic; a slash would end the pattern
const sign = '[A-Za-z0-9_.:+\\/=%@*-]';
const braces = '\\{[^{} \\t]*\\}';
// a word ends where an arrow begins
const value = `\\v%(%(-+\\>)@!${sign}|${braces})+`;

const digits = `%(\\d|${braces})+`;
const hex = `%(\\x|${braces})`;
const mac = `%(${hex}{1,2}:){5}${hex}{1,2}`;
const ipv4 = `%(${digits}%(\\.${digits}){1,3}|%(\\.${digits}){1,4})`;
// two colons: `a:b` is a device of a namespace
const ipv6 = `${hex}*:${hex}*:%(${hex}|[:.])*`;
const integer = `${digits}%(\\.\\.${digits})*`;
const number = `\\v%(${sign}|\\})@1<!%(${mac}|%(${ipv4}|${ipv6})%(\\/${digits})?|${integer})%(${sign}|\\{)@!`;

/** How a keyword is shown: what makes a thing, what repeats, and the rest. */
function groupOf({ place, values, loop }: Word): string {
  if (loop) return 'netgenLoop';
  return (values[0]?.slot === 'name' && place !== undefined) || place === 'lo'
    ? 'netgenDeclaration'
    : 'netgenKeyword';
}

/** The names behind a keyword, each of which Vim looks for first: so one that is a keyword elsewhere is none there. */
function chainOf(word: Word): readonly Value[] {
  const end = word.values.findIndex(({ shape }) => !(shape in named));
  return end < 0 ? word.values : word.values.slice(0, end);
}

const behind = (group: string | undefined): string =>
  group === undefined ? '' : ` nextgroup=${group} skipwhite skipempty`;

/** The lines for one keyword. A chain of several names has groups of its own, each of which leads to the next. */
function linesOf(word: Word): readonly string[] {
  const chain = chainOf(word);
  const own = `netgen${word.keyword[0]?.toUpperCase()}${word.keyword.slice(1)}`;
  const groupAt = (index: number): string | undefined => {
    const slot = chain[index];
    if (!slot) return undefined;
    return chain.length === 1 && !slot.choices ? named[slot.shape] : `${own}${index + 1}`;
  };
  const start =
    word.keyword === '->'
      ? `syntax match ${groupOf(word)} /->/`
      : `syntax keyword ${groupOf(word)} ${word.keyword}`;
  const lines = [`${start}${behind(groupAt(0))}`];
  for (const [index, { choices, shape, list }] of chain.entries()) {
    const group = groupAt(index);
    if (group === undefined || group === named[shape]) continue;
    const next = behind(groupAt(index + 1));
    lines.push(
      choices
        ? `syntax keyword ${group} contained ${choices.join(' ')}${next}`
        : `syntax match ${group} /${value}/ contained contains=netgenRange,netgenNumber${list ? behind('netgenComma') : next}`,
      `highlight default link ${group} ${choices ? linkOfChoice(word) : named[shape]}`,
    );
  }
  return lines;
}

function linkOfChoice(word: Word): string {
  return word.values[0]?.optional ? 'netgenChoice' : groupOf(word);
}

/** Of words that are declared more than once, the one that takes a name. */
function eachOnce(): readonly Word[] {
  const byKeyword = new Map<string, Word>();
  for (const word of words) {
    const known = byKeyword.get(word.keyword);
    if (!known || chainOf(known).length < chainOf(word).length) byKeyword.set(word.keyword, word);
  }
  return [...byKeyword.values()];
}

/** Vim's syntax file, which Neovim reads, too. */
export function vimSyntax(): string {
  const lists = ['netgenName', 'netgenReference'].map(
    (group) =>
      `syntax match ${group} /${value}/ contained contains=netgenRange,netgenNumber${behind('netgenComma')}`,
  );
  return `" Vim syntax file
" Language: netgen, labs of Linux network namespaces
" Made by \`npm run docs\` from the table of words in grammar/words; change that.

if exists('b:current_syntax')
  finish
endif

syntax case match
syntax iskeyword @,48-57,_,.,:,+,/,=,%,@-@,*,-

syntax match netgenBracket /[<>]/
syntax match netgenSeparator /[;,]/
syntax match netgenComma /,/ contained nextgroup=netgenReference skipwhite skipempty
" a word that nothing before it explains: an address, a number
syntax match netgenValue /${value}/ contains=netgenRange,netgenNumber
syntax match netgenNumber /${number}/ contained contains=netgenRange
syntax match netgenRange /{[^{} \\t]*}/ contained
syntax keyword netgenChoice default all main
${lists.join('\n')}
${eachOnce().flatMap(linesOf).join('\n')}
syntax match netgenComment /#.*/ contains=@Spell

${Object.entries(groups)
  .map(([group, link]) => `highlight default link ${group} ${link}`)
  .join('\n')}
highlight default link netgenComma netgenSeparator

let b:current_syntax = 'netgen'
`;
}
