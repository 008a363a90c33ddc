import type { IToken } from 'chevrotain';
import { isHabit } from './near-miss.ts';
import type { Problem } from './problem.ts';
import { lookOf } from './shapes.ts';
import { spanOf, textOf } from './token-text.ts';
import { tokens } from './tokens.ts';
import { keywords } from './words.ts';

type Separator = Extract<Problem, { code: 'separator' }>;
type Glued = Extract<Problem, { code: 'glued' }>;

/** The tokens as if a blank stood between each word and its value, and what stood there instead. */
export interface Separated {
  readonly tokens: IToken[];
  readonly problems: readonly (Separator | Glued)[];
  /** By the offset of the word in front of it. */
  readonly byWord: ReadonlyMap<number, Separator>;
}

/** Takes `ip=10.0.0.1/24`, `ip: …`, `ip = …`, `- ip …`, `gw.1` and `10.0.0.2/24gw` apart. */
export function separate(all: readonly IToken[], isFirstOnLine: (token: IToken) => boolean): Separated {
  const out: IToken[] = [];
  const problems: (Separator | Glued)[] = [];
  const byWord = new Map<number, Separator>();
  const separator = (found: string, word: IToken, value: IToken | undefined, whole: IToken): void => {
    const span = { start: whole === word ? word.startOffset : whole.startOffset, end: spanOf(whole).end };
    const problem: Separator = { code: 'separator', span, found, word: textOf(word), value: value && textOf(value) };
    problems.push(problem);
    byWord.set(word.startOffset, problem);
  };
  for (const [index, token] of all.entries()) {
    const { image } = token;
    const before = out.at(-1);
    if (token.tokenType !== tokens.PlainWord || !mayJoin(image)) {
      out.push(token);
    } else if (/^[-*]$/.test(image)) {
      if (isFirstOnLine(token) && all[index + 1] && !isFirstOnLine(all[index + 1] as IToken))
        problems.push({ code: 'separator', span: spanOf(token), found: image, word: '', value: undefined });
      else out.push(token);
    } else if (/^(?:=+|:=?)$/.test(image)) {
      if (before && isWord(textOf(before))) separator(image, before, all[index + 1], token);
      else out.push(token);
    } else {
      const parts = partsOf(image, before);
      if (!parts) {
        out.push(token);
        continue;
      }
      const [head, sign, tail] = parts;
      const word = piece(token, 0, head.length);
      const value = tail === '' ? undefined : piece(token, head.length + sign.length, image.length);
      out.push(word, ...(value ? [value] : []));
      if (sign !== '') separator(sign, word, value ?? all[index + 1], token);
      // a length that is torn off is said as that
      else if (!image.startsWith('/'))
        problems.push({ code: 'glued', span: spanOf(token), right: `${head} ${tail}` });
    }
  }
  return { tokens: problems.length > 0 || out.length < all.length ? out : [...all], problems, byWord };
}

/** Whether a word is worth a closer look. */
function mayJoin(image: string): boolean {
  return image.length < 100 && (/[=:]/.test(image) || image === '-' || image === '*' || /^\D*[./]|\d[a-z]+$/.test(image));
}

function partsOf(image: string, before: IToken | undefined): [string, string, string] | undefined {
  const assigned = /^([A-Za-z_-]+)(=+|:=?)(.*)$/.exec(image);
  if (assigned) {
    const [, head = '', sign = '', tail = ''] = assigned;
    if (!isWord(head)) return undefined;
    if (sign === ':' && tail !== '' && (namesSomething(before) || !/^[\d.:]/.test(tail))) return undefined;
    return [head, sign, tail];
  }
  const behind = /^((?:\d+\.\d+\.\d+\.\d+)?\/\d{1,3})([a-z]+)$/.exec(image);
  if (behind && keywords.has(behind[2] ?? '')) return [behind[1] ?? '', '', behind[2] ?? ''];
  const front = /^([a-z]+)(\.?\d[\d./]*)$/.exec(image);
  if (!front || namesSomething(before)) return undefined;
  const [, head = '', tail = ''] = front;
  const fits = head === 'ip' ? lookOf(tail) === 'prefix' : ['gw', 'via', 'src'].includes(head) && tail.includes('.');
  return fits ? [head, '', tail] : undefined;
}

/** A name stands behind this word: it may look as it likes. */
function namesSomething(before: IToken | undefined): boolean {
  if (!before) return false;
  const word = keywords.get(before.image)?.[0];
  return word ? word.values.some(({ shape }) => shape === 'name' || shape === 'reference') : /[->→,]$/.test(before.image);
}

function isWord(text: string): boolean {
  return keywords.has(text.toLowerCase()) || isHabit(text);
}

function piece(token: IToken, from: number, to: number): IToken {
  return {
    ...token,
    image: token.image.slice(from, to),
    startOffset: token.startOffset + from,
    endOffset: token.startOffset + to - 1,
  };
}
