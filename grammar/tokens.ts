import type { CustomPatternMatcherReturn, TokenType } from 'chevrotain';
import { createToken, Lexer } from 'chevrotain';
import { foreignLoop } from './foreign-loop.ts';

/*
 * There are no keyword tokens: `ns gw < … >` is common, so a word is a word and the place where it stands decides.
 * What people type instead of `->`, `<`, `>`, `,` has tokens of its own in the category of the right one,
 * so that the parser reads on as if the right one stood there.
 */

export const Value = createToken({ name: 'Value', pattern: Lexer.NA });
export const Open = createToken({ name: 'Open', pattern: Lexer.NA });
export const Close = createToken({ name: 'Close', pattern: Lexer.NA });
export const Arrow = createToken({ name: 'Arrow', pattern: Lexer.NA });
export const Semi = createToken({ name: 'Semi', pattern: Lexer.NA });
export const Comma = createToken({ name: 'Comma', pattern: Lexer.NA });

type Kind = 'word' | 'open-range' | 'spaced-range' | 'bad-word';

const blank = 1;
const special = 2;
const plain = 4;
const classes = new Uint8Array(128);
for (let code = 0; code < 128; code++) {
  const c = String.fromCharCode(code);
  if (/[\s\0]/.test(c)) classes[code] = blank;
  else if (/[<>;,#"'{}]/.test(c)) classes[code] = special;
  else if (/[A-Za-z0-9_.:+/=%@*-]/.test(c)) classes[code] = plain;
}
// Look-alikes of brackets, arrows, quotes, commas, and blanks that are not ASCII end a word.
const foreign =
  /[\u00a0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff\u2018-\u201f\u2190-\u21ff\u2012-\u2015＜＞，；｛｝]/;
// `{ i }` is taken for one only where it is a part of a word: `ns a { forward }` is a block.
const spacedVariable = /\{[ \t]*[A-Za-z_]\w*[ \t]*\}/y;
const spacedExpression =
  /\{[ \t]*(?:[(-][ \t]*)*\w+(?:[ \t]*\))*(?:[ \t]*[-+*/%][ \t]*(?:[(-][ \t]*)*\w+(?:[ \t]*\))*)+[ \t]*\}/y;
const spacedRange = /\{[ \t]*[\w-]+(?:[ \t]*(?:\.\.|,)[ \t]*[\w-]+)+[ \t]*\}/y;
const spaced = [spacedRange, spacedExpression];

interface Scan {
  text: string;
  start: number;
  end: number;
  kind: Kind;
}
let last: Scan = { text: '', start: -1, end: -1, kind: 'word' };

/** The end of the word that begins at an offset (the offset itself if none does), and what kind of word it is. */
function scanWord(text: string, start: number): Scan {
  if (last.start === start && last.text === text) return last;
  let kind: Kind = 'word';
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    const kindOfCode = code < 128 ? classes[code] : foreign.test(text.charAt(at)) ? special : 0;
    if (kindOfCode === plain) {
      if (endsWord(text, at, code)) break;
      at++;
    } else if (code === 123) {
      const close = braceEnd(text, at);
      if (close > 0) {
        at = close;
        continue;
      }
      const blanks = spacedEnd(text, at, at > start);
      if (blanks > 0) {
        at = blanks;
        if (kind === 'word') kind = 'spaced-range';
        continue;
      }
      if (at + 1 >= text.length || classes[text.charCodeAt(at + 1)] === blank) break;
      kind = 'open-range';
      while (at < text.length && classes[text.charCodeAt(at)] !== blank) at++;
      break;
    } else if (code === 39 && isLetter(text, at - 1) && isLetter(text, at + 1)) {
      // can't
      kind = 'bad-word';
      at++;
    } else if (kindOfCode === 0) {
      kind = 'bad-word';
      at++;
    } else {
      break;
    }
  }
  last = { text, start, end: at, kind };
  return last;
}

/** The offset behind a range or expression in braces that has blanks inside, or -1. */
function spacedEnd(text: string, at: number, inWord: boolean): number {
  // nobody's expression is longer, and a pattern must not run over megabytes
  const near = text.slice(at, at + 300);
  for (const pattern of inWord ? [...spaced, spacedVariable] : spaced) {
    pattern.lastIndex = 0;
    if (pattern.test(near)) return at + pattern.lastIndex;
  }
  return -1;
}

function isLetter(text: string, at: number): boolean {
  const code = text.charCodeAt(at) | 32;
  return code >= 97 && code <= 122;
}

// `-` belongs to a word unless an arrow begins here: `->`, `-->`, `=>`.
function endsWord(text: string, at: number, code: number): boolean {
  if (code !== 45 && code !== 61) return false;
  let next = at + 1;
  while (next < at + 3 && text.charCodeAt(next) === 45) next++;
  return text.charCodeAt(next) === 62;
}

/** The offset behind the `}` that closes the `{` at an offset, or -1 where a blank comes before it. */
function braceEnd(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 125) return i > at + 1 ? i + 1 : -1;
    if (code === 123 || classes[code] === blank || (code < 128 && classes[code] === special && code !== 44))
      return -1;
  }
  return -1;
}

function wordPattern(kind: Kind) {
  return (text: string, offset: number): CustomPatternMatcherReturn | null => {
    const scan = scanWord(text, offset);
    return scan.end > offset && scan.kind === kind ? [text.slice(offset, scan.end)] : null;
  };
}

function word(name: string, kind: Kind): TokenType {
  return createToken({
    name,
    pattern: { exec: wordPattern(kind) } as never,
    line_breaks: false,
    categories: Value,
  });
}

function atLineStart(text: string, offset: number): boolean {
  for (let i = offset - 1; i >= 0; i--) {
    const code = text.charCodeAt(i);
    if (code === 10 || code === 13) return true;
    if (classes[code] !== blank && code !== 0xfeff) return false;
  }
  return true;
}

// The verb is part of the pattern: good labs begin lines with `ip ADDRESS`, too. A `>` at the end is a block's.
const shell =
  /(?:[$%][ \t]+)?(?:sudo[ \t]+)?(?:ip(?:[ \t]+-\S+(?:[ \t]+(?=\S+[ \t]+(?:addr|address|link|netns|route|rule|neigh)\b)[^\s-]\S*)?)*[ \t]+(?:addr|address|link|netns|route|rule|neigh)[ \t]+(?:add|del|set|append|replace|exec|show)\b|brctl[ \t]|ip6?tables[ \t]|sysctl[ \t]+-|ifconfig[ \t]|route[ \t]+(?:add|del)[ \t]|ping6?[ \t]+\S|(?:nft|tc|ethtool|ovs-vsctl|docker|podman|modprobe|nmcli|traceroute6?|tcpdump|dhclient)[ \t]+\S|echo[ \t][^\n\r>]*>[ \t]*\/|[A-Z_]{2,}=\S)[^\n\r]*?(?=[ \t]*(?:>[ \t]*)*(?:[\n\r]|$))/y;
// within a line
const command =
  /(?:ip(?:[ \t]+-\S+)*[ \t]+(?:addr|address|link|netns|route|rule|neigh)[ \t]+(?:add|del|set|append|replace)|route[ \t]+(?:add|del))[ \t]+[^\n\r<>;#]*/y;

const beginsCommand = new Uint8Array(128);
for (const c of '$%bdeimnoprstABCDEFGHIJKLMNOPQRSTUVWXYZ_') beginsCommand[c.charCodeAt(0)] = 1;

let unended = '';

/** A line that another tool has left behind: a fence of Markdown, a conflict of git with its second half. */
const ForeignLine = createToken({
  name: 'ForeignLine',
  line_breaks: true,
  pattern: {
    exec: (text: string, offset: number) => {
      const code = text.charCodeAt(offset);
      if ((code !== 60 && code !== 61 && code !== 96) || !atLineStart(text, offset)) return null;
      foreignLine.lastIndex = offset;
      if (foreignLine.test(text)) return [text.slice(offset, foreignLine.lastIndex)];
      if (code !== 61 || unended === text || !/^={7}[\r\n]/.test(text.slice(offset, offset + 8))) return null;
      const end = text.indexOf('\n>>>>>>>', offset);
      if (end < 0) unended = text;
      const lineEnd = text.indexOf('\n', end + 1);
      return end < 0 ? null : [text.slice(offset, lineEnd < 0 ? text.length : lineEnd)];
    },
  } as never,
});
const foreignLine = /<{7}[ \t][^\n\r]*|`{3}[^\n\r]*/y;

const ShellLine = createToken({
  name: 'ShellLine',
  line_breaks: false,
  pattern: {
    exec: (text: string, offset: number) => {
      const code = text.charCodeAt(offset);
      if (code === 105 || code === 114) {
        command.lastIndex = offset;
        if (text.charCodeAt(offset - 1) === 32 && command.test(text))
          return [text.slice(offset, command.lastIndex).trimEnd()];
      }
      // only what can begin one of these is worth looking back for the line start
      if (!beginsCommand[code] || !atLineStart(text, offset)) return null;
      shell.lastIndex = offset;
      return shell.exec(text) as CustomPatternMatcherReturn | null;
    },
  } as never,
});

const LoopHead = createToken({
  name: 'LoopHead',
  line_breaks: true,
  categories: Value,
  pattern: {
    exec: (text: string, offset: number) => {
      if (!text.startsWith('for', offset) || (offset > 0 && classes[text.charCodeAt(offset - 1)] === plain))
        return null;
      const found = foreignLoop(text, offset);
      return found ? [text.slice(offset, offset + found.length)] : null;
    },
  } as never,
});

const Blank = createToken({
  name: 'Blank',
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a NUL byte is reported apart and is a blank here
  pattern: /[\s\u0000\u200b\ufeff]+/,
  line_breaks: true,
  group: Lexer.SKIPPED,
});
const Comment = createToken({ name: 'Comment', pattern: /#[^\n\r]*/, group: 'comments' });
const SlashComment = createToken({
  name: 'SlashComment',
  pattern: /\/\/[^\n\r]*|\/\*(?:[^*]|\*(?!\/))*\*?\/?/,
  line_breaks: true,
});

const OpenBracket = createToken({ name: 'OpenBracket', pattern: /</, categories: Open });
const OpenLike = createToken({ name: 'OpenLike', pattern: /[{＜｛]/, categories: Open });
const CloseBracket = createToken({ name: 'CloseBracket', pattern: />/, categories: Close });
// alone, since a word may hold one that does not belong there
const OpenRound = createToken({ name: 'OpenRound', pattern: /[([](?=\s|$)/, categories: Open });
const CloseRound = createToken({ name: 'CloseRound', pattern: /[)\]](?=\s|$)/, categories: Close });
const CloseLike = createToken({ name: 'CloseLike', pattern: /[}＞｝]/, categories: Close });
const RightArrow = createToken({ name: 'RightArrow', pattern: /->/, categories: Arrow });
const ArrowLike = createToken({
  name: 'ArrowLike',
  pattern: /<-{1,2}>|-[ \t]+>|={1,2}>|-{2,3}>|[\u2012-\u2015]+>?|[\u2190-\u21ff]/,
  categories: Arrow,
});
const LeftArrow = createToken({ name: 'LeftArrow', pattern: /<-{1,2}(?=\s)/, categories: Arrow });
const Semicolon = createToken({ name: 'Semicolon', pattern: /;/, categories: Semi });
const SemiLike = createToken({ name: 'SemiLike', pattern: /；/, categories: Semi });
const CommaSign = createToken({ name: 'CommaSign', pattern: /,/, categories: Comma });
const CommaLike = createToken({ name: 'CommaLike', pattern: /，/, categories: Comma });
const Quoted = createToken({
  name: 'Quoted',
  pattern: /"[^"\n\r]*"?|'[^'\n\r]*'?|[\u2018-\u201f][^\u2018-\u201f\n\r]*[\u2018-\u201f]?/,
  categories: Value,
});

const PlainWord = word('PlainWord', 'word');
const OpenRange = word('OpenRange', 'open-range');
const SpacedRange = word('SpacedRange', 'spaced-range');
const BadWord = word('BadWord', 'bad-word');

/** In the order in which they are tried. The last ones take everything, so the lexer itself never reports. */
export const tokenTypes: TokenType[] = [
  Blank,
  ShellLine,
  ForeignLine,
  SlashComment,
  ArrowLike,
  LeftArrow,
  RightArrow,
  LoopHead,
  OpenRound,
  CloseRound,
  PlainWord,
  OpenRange,
  SpacedRange,
  BadWord,
  Comment,
  OpenBracket,
  CloseBracket,
  Semicolon,
  CommaSign,
  Quoted,
  OpenLike,
  CloseLike,
  SemiLike,
  CommaLike,
  Value,
  Open,
  Close,
  Arrow,
  Semi,
  Comma,
];

export const tokens = {
  LoopHead,
  PlainWord,
  RightArrow,
  ShellLine,
  ForeignLine,
  OpenRound,
  CloseRound,
  SlashComment,
  Quoted,
  OpenRange,
  SpacedRange,
  BadWord,
  OpenLike,
  CloseLike,
  ArrowLike,
  LeftArrow,
  SemiLike,
  CommaLike,
};

let lexer: Lexer | undefined;

/** The lexer, made when it is first needed. */
export function labLexer(validate = false): Lexer {
  lexer ??= new Lexer(tokenTypes, {
    positionTracking: 'onlyOffset',
    skipValidations: !validate,
    safeMode: true,
  });
  return lexer;
}
