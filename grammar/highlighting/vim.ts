import { type Head, heads } from './heads.ts';

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

const groupOfKind: Readonly<Record<Head['kind'], string>> = {
  thing: 'netgenDeclaration',
  loop: 'netgenLoop',
  expectation: 'netgenKeyword',
  attribute: 'netgenKeyword',
};

const behind = (group: string | undefined): string =>
  group === undefined ? '' : ` nextgroup=${group} skipwhite skipempty`;

/**
 * The lines for one keyword. Vim looks for what is to come next before anything else, so a name that is a keyword elsewhere
 * is none there. A chain of several names has groups of its own, each of which leads to the next.
 */
function linesOf({ keyword, kind, names, choice }: Head): readonly string[] {
  const own = `netgen${keyword[0]?.toUpperCase()}${keyword.slice(1)}`;
  const groupAt = (index: number): string | undefined => {
    const slot = names[index];
    if (!slot) return undefined;
    return names.length === 1 && !slot.choices ? named[slot.shape] : `${own}${index + 1}`;
  };
  const shown = groupOfKind[kind];
  const start = keyword === '->' ? `syntax match ${shown} /->/` : `syntax keyword ${shown} ${keyword}`;
  const lines = [`${start}${behind(groupAt(0))}`];
  for (const [index, { choices, shape, list }] of names.entries()) {
    const group = groupAt(index);
    if (group === undefined || group === named[shape]) continue;
    const next = behind(list ? 'netgenComma' : groupAt(index + 1));
    const link = choices ? (choice === 'keyword' ? shown : 'netgenChoice') : named[shape];
    lines.push(
      choices
        ? `syntax keyword ${group} contained ${choices.join(' ')}${next}`
        : `syntax match ${group} /${value}/ contained contains=netgenRange,netgenNumber${next}`,
      `highlight default link ${group} ${link}`,
    );
  }
  return lines;
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
${heads().flatMap(linesOf).join('\n')}
syntax match netgenComment /#.*/ contains=@Spell

${Object.entries(groups)
  .map(([group, link]) => `highlight default link ${group} ${link}`)
  .join('\n')}
highlight default link netgenComma netgenSeparator

let b:current_syntax = 'netgen'
`;
}
