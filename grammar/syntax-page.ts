import { formOf, placeholder, shapes } from './words/form.ts';
import type { Place, Word } from './words/word.ts';
import { words } from './words.ts';

const nodePlaces: readonly (readonly [place: Place, title: string])[] = [
  ['file', 'top level'],
  ['host', 'in a host'],
  ['ns', 'in a namespace'],
];

const introduction = `# The syntax of netgen on one page

<!-- Made by \`npm run docs\` from the table of words in grammar/words; change that. -->

A lab file is a list of statements. A statement is a word, its values, and attributes in any order behind it.
What has an inside can have a block: \`< … >\`. Nothing stands behind a block.

- A line break is a blank. \`;\` may separate statements. \`#\` starts a comment up to the end of the line.
- A word belongs to the innermost thing before it that knows it. \`mtu\` behind \`veth\` is the device's. A \`route\` on the
  line below a device stands at that device, unless a \`;\` or the end of a block is between them.
- Attributes stand behind their device or in its block: \`bridge br0 ip 10.0.0.1/24\` is \`bridge br0 < ip 10.0.0.1/24 >\`.
- What belongs to a \`ns\` or a \`host\` stands in its block, never behind it.
- Several values of one attribute are separated by commas. Words that may be said several times are marked *again*.
- A name holds a letter, begins with a letter, a digit or \`_\`, and does not end in \`-\`. Interface names have at most
  15 bytes. A keyword may be a name.

## Values
`;

const references = `
| reference | means |
|---|---|
| \`br0\` | a bridge or cable end of the same node, else of the root namespace around |
| \`ns2:eth0\` | the device \`eth0\` of the namespace \`ns2\` |
| \`root\`, \`root:br0\` | the root namespace around, and a device of it |
| \`left\`, \`left/ns1\`, \`left/ns1:eth0\` | the root namespace of the host \`left\`, a namespace on it, a device of that |
| \`all\` | behind \`expect\`: every namespace that has an address |

A range is \`{1..3}\`, \`{01..10}\`, \`{0..10..2}\`, \`{a..e}\` or \`{a,b}\`, without blanks. The outermost statement whose own
words hold one is repeated; the ranges inside its block go along with it, value by value, and have as many values.

## Loops

\`for i in 1..9 < … >\` stands for its block once for each value of \`i\`. In the block is what may stand around the loop and
may be said again, other loops included. \`{…}\` is an expression there: integers, the variables of the loops around,
\`+ - * / %\` and parentheses, without blanks. \`/\` rounds down, \`%\` is never negative. Ranges in braces do not stand there.

| values | are |
|---|---|
| \`1..4\`, \`4..1\`, \`0..10..2\`, \`01..10\`, \`a..e\` | as in bash's braces: downwards where the last is below the first, and with the zeros in front |
| \`{i+1}..4\`, \`1..{i-1}\` | with an expression as a bound: upwards, and none where the last is below the first |
| \`{i}..1..-1\` | downwards, and none where the last is above the first |
| \`a, b, c\`, \`1..3, 7\` | one after the other; what looks like an integer is one, the rest is text |

So \`for i in 1..4 < for j in {i+1}..4 < … > >\` has each pair once, and nothing for the last \`i\`. With a text nothing can be
calculated. \`{i}\` alone is the value as it is written, zeros in front included; \`{i+0}\` is the number.
`;

/** The whole syntax as one page of Markdown, from nothing but the table of words. */
export function syntaxPage(): string {
  const owners = words.filter(
    (word) => word.place !== undefined && menu(word.place).length > 0 && !word.scope,
  );
  return [
    introduction,
    valueTable(),
    references,
    '## Statements\n',
    statementTable(),
    '## What stands behind each, or in its block\n',
    ...owners.map(ownerSection),
  ].join('\n');
}

function valueTable(): string {
  const used = new Map<string, Set<string>>();
  for (const value of words.flatMap(({ values }) => values)) {
    if (value.choices) continue;
    const meanings = used.get(placeholder(value)) ?? new Set();
    used.set(placeholder(value), meanings.add(shapes[value.shape][1] ?? value.what));
  }
  const rows = [...used].map(([name, meanings]) => `| \`${name}\` | ${listed([...meanings], 'or')} |`);
  return ['| value | what it is |', '|---|---|', ...rows].join('\n');
}

function statementTable(): string {
  const inNodes = words.filter(({ standsIn }) => nodePlaces.some(([place]) => standsIn.includes(place)));
  const titles = nodePlaces.map(([, title]) => title);
  const rows = inNodes.map((word) => {
    const marks = nodePlaces.map(([place]) => (word.standsIn.includes(place) ? 'yes' : ''));
    return `| ${code(formOf(word))} | ${marks.join(' | ')} | ${sentence({ ...word, blockOnly: false })} |`;
  });
  return [
    `| statement | ${titles.join(' | ')} | what it says |`,
    `|---|${titles.map(() => '---').join('|')}|---|`,
    ...rows,
    '',
  ].join('\n');
}

function ownerSection(word: Word): string {
  const place = word.place as Place;
  const rows = menu(place).map((child) => `| ${code(formOf(child))} | ${sentence(child)} |`);
  return [
    `### ${formOf(word)}\n`,
    `${capital(word.summary)}. It stands ${whereOf(word)}.${needs(word)}\n`,
    '| word | what it says |',
    '|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function menu(place: Place): readonly Word[] {
  return words.filter(({ standsIn }) => standsIn.includes(place));
}

function sentence(word: Word): string {
  const notes = [word.repeatable ? 'again' : '', word.blockOnly ? 'only in the block' : ''].filter(Boolean);
  return `${word.summary}${notes.map((note) => ` *(${note})*`).join('')}`.replaceAll('|', '\\|');
}

function needs({ oneOf }: Word): string {
  if (!oneOf) return '';
  return ` It needs ${oneOf.length > 1 ? 'one of ' : ''}${listed(oneOf.map(code), 'or')} behind it.`;
}

function whereOf({ standsIn }: Word): string {
  const nodes = nodePlaces
    .filter(([place]) => standsIn.includes(place))
    .map(([place, title]) => (place === 'file' ? 'at the top level' : title));
  const others = standsIn
    .filter((place) => nodePlaces.every(([node]) => node !== place))
    .map((place) => `behind ${code(place)}`);
  return listed([...nodes, ...others], 'or');
}

function listed(items: readonly string[], last: string): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)}`;
}

function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}

function capital(text: string): string {
  return /^[a-z]/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}
