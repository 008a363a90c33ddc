import { type Head, heads } from './heads.ts';

const sign = '[A-Za-z0-9_.:+/=%@*-]';
const braces = '\\{[^{}\\s]*\\}';
const value = `(?:(?!-+>)${sign}|${braces})+`;
const number = `(?:[0-9A-Fa-f.:/]|${braces})*(?:[0-9:]|${braces})(?:[0-9A-Fa-f.:/]|${braces})*`;

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

/** Behind a word that takes a name the next word is one, whatever it is elsewhere. */
function ruleOf({ keyword, kind, names: [first] }: Head): string {
  const pattern = keyword === '->' ? '->' : `(?<!${sign})${keyword}(?!${sign}|\\{)`;
  return rule(pattern, attributeOfKind[kind], first && !first.choices ? 'Name' : '#stay');
}

/** Kate's syntax file (https://docs.kde.org/stable5/en/kate/katepart/highlight.html), which other KDE programs read, too. */
export function kateSyntax(): string {
  const choices = [...new Set(heads().flatMap(({ names }) => names.flatMap((name) => name.choices ?? [])))];
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE language>
<!-- Made by "npm run docs" from the table of words in grammar/words; change that. -->
<language name="netgen" version="1" kateversion="5.0" section="Other" extensions="*.net" license="MIT">
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
      <context name="Name" attribute="Normal" lineEndContext="#pop">
      <DetectSpaces/>
${rule(value, 'Name', '#pop')}
${rule('(?=.)', 'Normal', '#pop')}
      </context>
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
