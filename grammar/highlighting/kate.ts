import type { Value } from '../words/word.ts';
import { type Head, heads } from './heads.ts';

const sign = '[A-Za-z0-9_.:+/=%@*-]';
const braces = '\\{[^{}\\s]*\\}';
const value = `(?:(?!-+>)${sign}|${braces})+`;
const number = `(?:[0-9A-Fa-f.:/]|${braces})*(?:[0-9:]|${braces})(?:[0-9A-Fa-f.:/]|${braces})*`;

const digits = `(?:[0-9]|${braces})+`;
const group = `(?:[0-9A-Fa-f]|${braces})*`;
// two colons: `a:b` is a device of a namespace
const address = `(?:${digits}(?:\\.${digits}){1,3}|(?:\\.${digits}){1,4}|${group}:${group}:(?:[0-9A-Fa-f:.]|${braces})*)`;
const numberOfShape: Readonly<Partial<Record<Value['shape'], string>>> = {
  reference: `${address}(?!${sign}|\\{)`,
  item: `(?:${address}|${digits}(?:\\.\\.${digits})*)(?!${sign}|\\{)`,
};

const attributeOfKind: Readonly<Record<Head['kind'], string>> = {
  thing: 'Thing',
  loop: 'Loop',
  expectation: 'Keyword',
  attribute: 'Keyword',
};

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const rule = (pattern: string, attribute: string, context = '#stay'): string =>
  `      <RegExpr String="${escape(pattern)}" attribute="${attribute}" context="${context}"/>`;

function ruleOf({ keyword, kind, names, choice }: Head): string {
  const pattern = keyword === '->' ? '->' : `(?<!${sign})${keyword}(?!${sign}|\\{)`;
  return rule(pattern, attributeOfKind[kind], contextOf(names, choice) ?? '#stay');
}

/** What the context is called that waits for names. A choice that may be left out is told by its looks alone. */
function contextOf(names: readonly Value[], choice: Head['choice']): string | undefined {
  if (names.length === 0 || choice === 'value') return undefined;
  return names
    .map(({ choices, shape, list }) => choices?.join('|') ?? `${shape}${list ? 's' : ''}`)
    .join(' ');
}

/** Behind a word that takes a name the next word is one, whatever it is elsewhere; then come the names that are left. */
function contextsOf({ names, choice }: Head): readonly [name: string, lines: string][] {
  return names.flatMap(({ choices, shape, list }, at) => {
    const name = contextOf(names.slice(at), choice);
    if (name === undefined) return [];
    const left = contextOf(names.slice(at + 1), choice);
    const next = left === undefined ? '#pop' : `#pop!${left}`;
    const number = numberOfShape[shape];
    const values = (behind: string, context: string): readonly string[] => [
      ...(number ? [rule(`${number}${behind}`, 'Number', context)] : []),
      rule(`${value}${behind}`, 'Name', context),
    ];
    const rules = choices
      ? [rule(`(?:${choices.join('|')})(?!${sign}|\\{)`, 'Keyword', next)]
      : [...(list ? [...values('(?=\\s*,)', '#stay'), comma] : []), ...values('', next)];
    return [[name, context(name, rules)]];
  });
}

const comma = '      <DetectChar char="," attribute="Normal" context="#stay"/>';

const context = (name: string, rules: readonly string[]): string =>
  `      <context name="${name}" attribute="Normal" lineEndContext="#stay">
      <DetectSpaces/>
${rules.join('\n')}
${rule('(?=.)', 'Normal', '#pop')}
      </context>`;

/** Kate's syntax file (https://docs.kde.org/stable5/en/kate/katepart/highlight.html), which other KDE programs read, too. */
export function kateSyntax(): string {
  const choices = [...new Set(heads().flatMap(({ names }) => names.flatMap((name) => name.choices ?? [])))];
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE language>
<!-- Made by "npm run docs" from the table of words in grammar/words; change that. -->
<language name="netgen" version="2" kateversion="5.0" section="Other" extensions="*.net" license="MIT">
  <highlighting>
    <contexts>
      <context name="Lab" attribute="Normal" lineEndContext="#stay">
      <DetectChar char="#" attribute="Comment" context="Comment"/>
${heads().map(ruleOf).join('\n')}
${rule(`(?<!${sign})(?:${[...choices, 'default', 'all', 'main'].join('|')})(?!${sign}|\\{)`, 'Choice')}
${rule(`(?<!${sign}|\\})${number}(?!${sign}|\\{)`, 'Number')}
      <AnyChar String="&lt;&gt;" attribute="Bracket" context="#stay"/>
      <RegExpr String="${escape(value)}" attribute="Normal" context="#stay"/>
      </context>
${[...new Map(heads().flatMap(contextsOf)).values()].join('\n')}
      <context name="Comment" attribute="Comment" lineEndContext="#pop"/>
    </contexts>
    <itemDatas>
      <itemData name="Normal" defStyleNum="dsNormal"/>
      <itemData name="Comment" defStyleNum="dsComment"/>
      <itemData name="Thing" defStyleNum="dsDataType"/>
      <itemData name="Keyword" defStyleNum="dsKeyword"/>
      <itemData name="Loop" defStyleNum="dsControlFlow"/>
      <itemData name="Name" defStyleNum="dsVariable"/>
      <itemData name="Choice" defStyleNum="dsConstant"/>
      <itemData name="Number" defStyleNum="dsDecVal"/>
      <itemData name="Bracket" defStyleNum="dsOperator"/>
    </itemDatas>
  </highlighting>
  <general>
    <comments>
      <comment name="singleLine" start="#"/>
    </comments>
    <keywords casesensitive="1"/>
  </general>
</language>
`;
}
