import { keywords } from './words.ts';

/** The head of a loop as another language has it. */
export interface ForeignLoop {
  /** How much of the text it is. */
  readonly length: number;
  readonly variable: string | undefined;
  /** Its values as a lab writes them: `1..3`, or `a, b`; undefined where they cannot be told. */
  readonly values: string | undefined;
  /** A shell's loop ends with `done`. */
  readonly opens: 'do' | undefined;
}

const name = '([A-Za-z_]\\w*)';
const inTheShell = new RegExp(`^for[ \\t]+${name}[ \\t]+in[ \\t]+([^;\\n\\r<>#]*?)(?:\\s|;)\\s*do\\b`);
const inC =
  /^for[ \t]*\(\(?[ \t]*((?:(?:int|let|var|const)[ \t]+)?([A-Za-z_]\w*)?[^()\n\r]*(?:\([^()\n\r]*\)[^()\n\r]*)?)\)?\)(?:[ \t]*;?[ \t]*(do)\b)?/;
const withASign = new RegExp(
  `^for[ \\t]+${name}[ \\t]*(?::?=|:[ \\t]|\\b(?:from|of|over)\\b)[ \\t]*((?:[^\\n\\r<>#;{]|\\{[^\\s{}]*\\})*)`,
);
const withACall = new RegExp(
  `^for[ \\t]+${name}[ \\t]+in[ \\t]+(range[ \\t]*\\([^)\\n\\r]*\\)|seq(?:[ \\t]+-?\\d+)+|\\$\\([^)\\n\\r]*\\)|\`[^\`\\n\\r]*\`)[ \\t]*:?`,
);
const withBlanks = new RegExp(
  `^for[ \\t]+${name}[ \\t]+in[ \\t]+([^\\s,<>#;(]+(?:[ \\t]+[^\\s,<>#;(]+)+)(?=[ \\t]*(?:<|[\\r\\n]|$))`,
);
const withoutIn = new RegExp(
  `^for[ \\t]+${name}[ \\t]+(?!in\\b)([^\\s,<>#;(]+(?:[ \\t]*,[ \\t]*[^\\s,<>#;(]+)*)(?=[ \\t]*(?:<|$))`,
);

/** Reads the head of a loop of another language that begins at an offset; nothing where it is netgen's own. */
export function foreignLoop(text: string, offset = 0): ForeignLoop | undefined {
  // no head is longer, and a pattern must not run over megabytes
  const near = text.slice(offset, offset + 160);
  const read = (pattern: RegExp): RegExpExecArray | null => pattern.exec(near);
  const shell = near.includes('do') ? read(inTheShell) : null;
  if (shell) return { length: shell[0].length, variable: shell[1], values: valuesIn(shell[2]), opens: 'do' };
  const c = read(inC);
  if (c) {
    return {
      length: c[0].length,
      variable: c[2],
      values: counted(c[1] ?? ''),
      opens: c[3] ? 'do' : undefined,
    };
  }
  for (const pattern of [withACall, withASign, withBlanks, withoutIn]) {
    const found = read(pattern);
    // `for i in 1..3 ns n{i}` lacks its bracket, and nothing else
    if (!found || (pattern === withBlanks && !(found[2] ?? '').split(/\s+/).every(isItem))) continue;
    if (keywords.has(found[1] ?? '')) continue;
    const length = found[0].trimEnd().length;
    // `for in 1..3` lacks its variable
    const variable = found[1] === 'in' ? undefined : found[1];
    return { length, variable, values: valuesIn(found[2]), opens: undefined };
  }
  return undefined;
}

function isItem(text: string): boolean {
  // `1 to 3` is other languages' `1..3`
  return /^(?:[\w.:+*/%$-]|\{[^{}]*\})+$/.test(text) && (text === 'to' || !keywords.has(text));
}

/** `i=1; i<4; i++` as `1..3`. */
function counted(head: string): string | undefined {
  const found = /=\s*(-?\d+)\s*;[^;<>]*(<=?|>=?)\s*(-?\d+)/.exec(head);
  if (!found) return valuesIn(/\bin\b(.*)$/.exec(head)?.[1]);
  const [from, last] = [Number(found[1]), Number(found[3])];
  const inside = found[2] === '<' ? last - 1 : found[2] === '>' ? last + 1 : last;
  return `${from}..${inside}`;
}

function valuesIn(text: string | undefined): string | undefined {
  const inner = (text ?? '')
    .trim()
    .replace(/^[$]\((.*)\)$|^`(.*)`$/, '$1$2')
    .trim();
  const numbers = (inner.match(/-?\d+/g) ?? []).map(Number);
  const [first = 0, second, third] = numbers;
  if (/^range\b/.test(inner) && numbers.length > 0) {
    const [from, to] = second === undefined ? [0, first] : [first, second];
    return `${from}..${to - 1}${third === undefined ? '' : `..${third}`}`;
  }
  if (/^seq\b/.test(inner) && numbers.length > 0) {
    if (second === undefined) return `1..${first}`;
    return third === undefined ? `${first}..${second}` : `${first}..${third}..${second}`;
  }
  const range = /^\{?(-?\d+)\s*(?:\.{2,3}|to|-|:|,\s*\.+,)\s*(-?\d+)\}?$/.exec(inner);
  if (range) return `${range[1]}..${range[2]}`;
  const words = inner
    .replace(/^\{(.*)\}$/, '$1')
    .split(/[\s,]+/)
    .filter(Boolean);
  return words.length > 0 && words.every((word) => /^[\w.:{}+*/%-]+$/.test(word))
    ? words.join(', ')
    : undefined;
}
