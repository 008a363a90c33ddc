import { EmbeddedActionsParser, EOF, type IToken, type ParserMethod, tokenMatcher } from 'chevrotain';
import type { Name, Statement } from '../src/syntax/tree.ts';
import type { Span } from '../src/text/span.ts';
import { nearMiss } from './near-miss.ts';
import type { Problem } from './problem.ts';
import { Arrow, Close, Comma, labLexer, Open, Semi, tokens, tokenTypes, Value } from './tokens.ts';
import type { Value as Slot, Word } from './words/word.ts';
import { behindMenu, blockMenu, keywords, type Menu } from './words.ts';

/** Deepest nesting of blocks that is read. */
const depthLimit = 32;
/** Problems after which the rest of a file is read in silence. */
const problemLimit = 1000;

export interface Parsed {
  readonly statements: readonly Statement[];
  readonly comments: readonly Span[];
  readonly problems: readonly Problem[];
  readonly skipped: ReadonlySet<string>;
}

type Into = Statement[];
type Rule<A extends unknown[], R> = ParserMethod<A, R>;

const standIn: Word = { keyword: '', summary: '', standsIn: [], values: [] };
const standInSlot: Slot = { slot: '', shape: 'name', what: '', example: '' };

/**
 * The parser: few rules, and the table of words decides in their gates which word may stand where.
 * What the table does not allow is read by error productions (`stray`, `skip`), so that chevrotain's own
 * error path, which knows token types and not words, is never taken.
 */
class LabParser extends EmbeddedActionsParser {
  private text = '';
  private problems: Problem[] = [];
  private skipped = new Set<string>();
  /** The menus around, the innermost last. */
  private menus: Menu[] = [];
  private owners: (Word | undefined)[] = [];
  private depth = 0;
  /** How many `>` the file lacks. */
  private missing = 0;
  private skipDepth = 0;
  /** The start of a line that something was said of, until something on it was read cleanly again. */
  private noisyLine = -1;
  private lineStarts: number[] = [];
  private lastClosed: Word | undefined;

  constructor(validate: boolean) {
    super(tokenTypes, { maxLookahead: 1, skipValidations: !validate, recoveryEnabled: false });
    this.performSelfAnalysis();
  }

  parse(text: string): Parsed {
    const lexed = labLexer().tokenize(text);
    this.text = text;
    this.problems = [];
    this.skipped = new Set();
    this.menus = [blockMenu('file')];
    this.owners = [undefined];
    this.depth = 0;
    this.noisyLine = -1;
    this.lineStarts = [];
    this.lastClosed = undefined;
    this.missing = bracketBalance(lexed.tokens);
    this.input = lexed.tokens;
    const statements = this.file();
    // Words cannot lead here; a fault in netgen could.
    for (const error of this.errors) this.internal(error.message, error.token);
    for (const error of lexed.errors) this.internal(error.message, undefined, error.offset);
    const problems = [...lookAlikes(lexed.tokens), ...this.problems];
    const comments = (lexed.groups.comments ?? []).map(spanOf);
    this.input = [];
    return { statements: statements ?? [], comments, problems, skipped: this.skipped };
  }

  // file: body
  private readonly file: Rule<[], Into> = this.RULE('file', () => {
    const into: Into = [];
    this.SUBRULE(this.body, { ARGS: [into, undefined, undefined] });
    return into;
  });

  // body: (statement | ';' | stray)*
  private readonly body: Rule<[Into, Word | undefined, IToken | undefined], void> = this.RULE(
    'body',
    (into: Into, owner: Word | undefined, keyword: IToken | undefined) => {
      this.MANY({
        GATE: () => this.goesOn(owner, keyword),
        DEF: () =>
          this.OR({
            DEF: [
              {
                GATE: () => this.resolve() !== undefined,
                ALT: () => void this.SUBRULE(this.statement, { ARGS: [into, undefined] }),
              },
              { ALT: () => void this.CONSUME(Semi) },
              {
                GATE: () => this.resolve() === undefined,
                ALT: () => this.SUBRULE(this.stray, { ARGS: [into, undefined] }),
              },
            ],
            IGNORE_AMBIGUITIES: true,
          }),
      });
    },
  );

  // statement: KEYWORD slot* (statement | stray)* block?
  private readonly statement: Rule<[Into, Word | undefined], Statement | undefined> = this.RULE(
    'statement',
    (into: Into, given: Word | undefined) => {
      const word = this.ACTION(() => given ?? this.resolve()) ?? standIn;
      const before = this.ACTION(() => this.problems.length);
      const keyword = this.OR([{ ALT: () => this.CONSUME(Value) }, { ALT: () => this.CONSUME(Arrow) }]);
      this.ACTION(() => this.checkKeyword(word, keyword));
      const values = new Map<string, Name[]>();
      for (const slot of word === standIn ? [standInSlot] : word.values) {
        const names = this.SUBRULE(this.slot, { ARGS: [word, slot, keyword] });
        if (names?.length) values.set(slot.slot, names);
      }
      const children: Into = [];
      this.ACTION(() => this.enter(word.scope ? undefined : behindMenu(word.place), word));
      this.MANY({
        GATE: () => this.takesBehind(),
        DEF: () =>
          this.OR2({
            DEF: [
              {
                GATE: () => this.resolve() !== undefined,
                ALT: () => void this.SUBRULE(this.statement, { ARGS: [children, undefined] }),
              },
              {
                GATE: () => this.resolve() === undefined,
                ALT: () => this.SUBRULE(this.stray, { ARGS: [children, word] }),
              },
            ],
            IGNORE_AMBIGUITIES: true,
          }),
      });
      this.ACTION(() => this.leave());
      const block = this.OPTION({
        GATE: () => word.place !== undefined,
        DEF: () => this.SUBRULE(this.block, { ARGS: [children, word, keyword] }),
      });
      // `ns r1 forward` would turn the real machine into a router: said, and read as if it stood in the block
      this.ACTION(() => this.enter(word.scope && !block ? blockMenu(word.place) : undefined, word));
      this.MANY2({
        GATE: () => this.takesOnSameLine(word, values, block !== undefined),
        DEF: () => void this.SUBRULE2(this.statement, { ARGS: [children, undefined] }),
      });
      this.ACTION(() => this.leave());
      return this.ACTION(() => {
        if (this.problems.length === before) this.noisyLine = -1;
        this.checkChildren(word, keyword, children);
        const end = block?.close?.end ?? this.endOf(this.LA(0));
        const statement: Statement = {
          word,
          keyword: spanOf(keyword),
          values,
          children,
          ...(block ? { block } : {}),
          ...(this.problems.length > before ? { damaged: true as const } : {}),
          span: { start: keyword.startOffset, end },
        };
        into.push(statement);
        return statement;
      });
    },
  );

  // slot: VALUE (',' VALUE)*
  private readonly slot: Rule<[Word, Slot, IToken], Name[]> = this.RULE(
    'slot',
    (word: Word = standIn, slot: Slot = standInSlot, keyword: IToken | undefined = undefined) => {
      const names: Name[] = [];
      let present = false;
      this.OPTION({
        GATE: () => this.fits(slot),
        DEF: () => {
          present = true;
          const first = this.CONSUME(Value);
          this.ACTION(() => names.push(this.name(first)));
          this.OPTION2({
            GATE: () => this.isSplitAddress(slot),
            DEF: () => this.SUBRULE(this.splitAddress, { ARGS: [names] }),
          });
          this.MANY({
            GATE: () => slot.list === true,
            DEF: () => {
              const comma = this.CONSUME(Comma);
              let more = false;
              this.OPTION3({
                GATE: () => this.fits(slot),
                DEF: () => {
                  more = true;
                  const next = this.CONSUME2(Value);
                  this.ACTION(() => names.push(this.name(next)));
                },
              });
              this.ACTION(() => {
                if (!more)
                  this.report({ code: 'missing-after-comma', span: spanOf(comma), word, value: slot });
              });
            },
          });
        },
      });
      this.ACTION(() => {
        if (!present && !slot.optional && keyword) this.reportMissing(word, slot, keyword);
      });
      return names;
    },
  );

  // splitAddress: '/' '24' | '/24' | 'netmask' MASK, behind an address
  private readonly splitAddress: Rule<[Name[]], void> = this.RULE('splitAddress', (names: Name[]) => {
    const first = this.CONSUME(Value);
    let second: IToken | undefined;
    this.OPTION({
      GATE: () => this.isSameLine(),
      DEF: () => {
        second = this.CONSUME2(Value);
      },
    });
    this.ACTION(() => {
      const name = names.pop() as Name;
      const span = { start: name.span.start, end: this.endOf(second ?? first) };
      if (first.image === 'netmask') {
        const length = second ? maskLength(second.image) : undefined;
        const right = length === undefined ? undefined : `${name.text}/${length}`;
        names.push({ text: right ?? name.text, span });
        this.report({ code: 'netmask', span, right });
      } else {
        const text = `${name.text}${first.image}${second?.image ?? ''}`;
        names.push({ text, span });
        this.report({ code: 'split-address', span, right: text });
      }
    });
  });

  // block: '<' body '>'
  private readonly block: Rule<[Into, Word, IToken], { open: Span; close?: Span }> = this.RULE(
    'block',
    (children: Into, word: Word, keyword: IToken) => {
      const open = this.CONSUME(Open);
      this.ACTION(() => {
        this.depth++;
        this.enter(blockMenu(word.place), word);
      });
      this.OR({
        DEF: [
          {
            GATE: () => this.depth <= depthLimit,
            ALT: () => this.SUBRULE(this.body, { ARGS: [children, word, keyword] }),
          },
          {
            GATE: () => this.depth > depthLimit,
            ALT: () => {
              this.ACTION(() => this.report({ code: 'too-deep', span: spanOf(open), limit: depthLimit }));
              this.SUBRULE(this.skip);
            },
          },
        ],
        IGNORE_AMBIGUITIES: true,
      });
      this.ACTION(() => {
        this.leave();
        this.depth--;
      });
      let close: IToken | undefined;
      const last = this.ACTION(() => this.LA(0));
      this.OPTION(() => {
        close = this.CONSUME(Close);
      });
      return this.ACTION(() => {
        this.lastClosed = close ? word : undefined;
        if (!close) this.reportMissingClose(word, keyword, open, last);
        return close ? { open: spanOf(open), close: spanOf(close) } : { open: spanOf(open) };
      });
    },
  );

  // stray: what the table does not allow here; one message, and the reading goes on
  private readonly stray: Rule<[Into, Word | undefined], void> = this.RULE(
    'stray',
    (into: Into, behind: Word | undefined) => {
      this.OR({
        DEF: [
          {
            GATE: () => this.misplaced() !== undefined,
            ALT: () => {
              const word = this.ACTION(() => this.misplaced()) ?? standIn;
              const span = this.ACTION(() => spanOf(this.LA(1)));
              this.ACTION(() => this.reportMisplaced(word, span, behind));
              const read: Into = [];
              this.SUBRULE(this.statement, { ARGS: [read, word] });
              this.ACTION(() => this.hoist(word, read, into));
            },
          },
          {
            GATE: () => this.misplaced() === undefined,
            ALT: () => {
              const token = this.CONSUME(Value);
              this.ACTION(() => this.reportUnknown(token, behind));
              this.SUBRULE(this.skipWords);
            },
          },
          { ALT: () => this.strayToken(this.CONSUME2(Arrow), { code: 'stray-arrow' }) },
          { ALT: () => this.strayToken(this.CONSUME(Comma), { code: 'stray-comma' }) },
          { ALT: () => this.strayToken(this.CONSUME(Close), { code: 'stray-close' }) },
          { ALT: () => this.strayToken(this.CONSUME(tokens.SlashComment), { code: 'slash-comment' }) },
          {
            ALT: () => {
              const first = this.CONSUME(tokens.ShellLine);
              let count = 1;
              this.MANY(() => {
                this.CONSUME2(tokens.ShellLine);
                count++;
              });
              this.ACTION(() =>
                this.report({ code: 'shell-line', span: spanOf(first), text: first.image, count }),
              );
            },
          },
          {
            ALT: () => {
              const open = this.CONSUME(Open);
              this.ACTION(() => this.report({ code: 'no-block', span: spanOf(open), word: this.lastClosed }));
              this.SUBRULE(this.skip);
              this.OPTION(() => this.CONSUME2(Close));
            },
          },
        ],
        IGNORE_AMBIGUITIES: true,
      });
    },
  );

  // skipWords: the words behind one that is not known, up to something that is; a block behind them with all it holds
  private readonly skipWords: Rule<[], void> = this.RULE('skipWords', () => {
    this.MANY({
      GATE: () => this.isSameLine() && !this.isKnownAround(),
      DEF: () =>
        this.OR([
          {
            ALT: () => {
              const token = this.CONSUME(Value);
              this.ACTION(() => this.skipped.add(token.image));
            },
          },
          { ALT: () => this.CONSUME(Arrow) },
          { ALT: () => this.CONSUME(Comma) },
        ]),
    });
    this.OPTION({
      GATE: () => this.isSameLine(),
      DEF: () => {
        this.CONSUME(Open);
        this.SUBRULE(this.skip);
        this.OPTION2(() => this.CONSUME(Close));
      },
    });
  });

  // skip: everything up to the `>` that closes the block
  private readonly skip: Rule<[], void> = this.RULE('skip', () => {
    this.ACTION(() => {
      this.skipDepth = 0;
    });
    this.MANY({
      GATE: () => this.skipDepth > 0 || !this.is(Close),
      DEF: () =>
        this.OR([
          { ALT: () => void this.skipped.add(this.CONSUME(Value).image) },
          {
            ALT: () => {
              this.CONSUME(Open);
              this.ACTION(() => this.skipDepth++);
            },
          },
          {
            ALT: () => {
              this.CONSUME(Close);
              this.ACTION(() => this.skipDepth--);
            },
          },
          { ALT: () => void this.CONSUME(Arrow) },
          { ALT: () => void this.CONSUME(Comma) },
          { ALT: () => void this.CONSUME(Semi) },
          { ALT: () => void this.CONSUME(tokens.ShellLine) },
          { ALT: () => void this.CONSUME(tokens.SlashComment) },
        ]),
    });
  });

  // ---- What the gates ask.

  private enter(menu: Menu | undefined, owner: Word | undefined): void {
    this.menus.push(menu ?? new Map());
    this.owners.push(owner);
  }

  private leave(): void {
    this.menus.pop();
    this.owners.pop();
  }

  private is(type: typeof Value): boolean {
    return tokenMatcher(this.LA(1), type);
  }

  /** The word of the innermost menu that the next token is, or most likely stands for. */
  private resolve(): Word | undefined {
    const token = this.LA(1);
    const menu = this.menus.at(-1);
    if (!menu) return undefined;
    const found = wordText(token);
    if (found === undefined) return undefined;
    const exact = menu.get(found);
    if (exact) return exact;
    if (menu.size === 0 || this.isKnownAround() || keywords.has(found)) return undefined;
    const near = nearMiss(found, menu);
    return near && this.followsWell(near) ? near : undefined;
  }

  /** One of the menus around has the next word. */
  private isKnownAround(): boolean {
    const found = wordText(this.LA(1));
    return found !== undefined && this.menus.some((menu) => menu.has(found));
  }

  /** What follows the next token could be the first value of `word`. */
  private followsWell(word: Word): boolean {
    const next = this.LA(2);
    const slot = word.values[0];
    if (!slot || slot.optional) return true;
    if (!tokenMatcher(next, Value)) return false;
    return slot.choices
      ? slot.choices.includes(next.image)
      : slot.shape === 'name' || !keywords.has(next.image);
  }

  /** The next token is a word of the language that stands elsewhere. */
  private misplaced(): Word | undefined {
    const found = wordText(this.LA(1));
    if (found === undefined) return undefined;
    const outer = [...this.menus].reverse().find((menu) => menu.has(found));
    return outer?.get(found) ?? keywords.get(found)?.[0];
  }

  private goesOn(owner: Word | undefined, keyword: IToken | undefined): boolean {
    const next = this.LA(1);
    if (next.tokenType === EOF) return false;
    if (!owner || !keyword) return true;
    if (tokenMatcher(next, Close)) return false;
    return !(this.missing > 0 && this.closesSilently(keyword));
  }

  /** The file lacks a `>`, and here is where it most likely belongs. */
  private closesSilently(keyword: IToken): boolean {
    const found = wordText(this.LA(1));
    if (found === undefined) return false;
    const outer = this.menus.slice(0, -1).some((menu) => menu.has(found));
    if (outer && !this.menus.at(-1)?.has(found)) return true;
    return this.isFirstOnLine(this.LA(1)) && this.indentation(this.LA(1)) <= this.indentation(keyword);
  }

  private takesBehind(): boolean {
    const menu = this.menus.at(-1);
    if (!menu?.size) return false;
    if (this.resolve()) return true;
    // a word nobody knows, on the same line: most likely meant for the innermost word that can have more
    return this.isSameLine() && this.is(Value) && !this.isKnownAround();
  }

  private takesOnSameLine(
    word: Word,
    values: ReadonlyMap<string, readonly Name[]>,
    hasBlock: boolean,
  ): boolean {
    if (!word.scope || hasBlock || !this.isSameLine() || !this.resolve()) return false;
    const name = values.get('name')?.[0]?.text ?? 'NAME';
    const start = this.LA(1).startOffset;
    const lineEnd = this.text.slice(start, start + 200).split(/[\r\n]/)[0] ?? '';
    this.report({
      code: 'needs-block',
      span: spanOf(this.LA(1)),
      word,
      name,
      rest: lineEnd.replace(/\s*#.*$/, '').trim(),
    });
    return true;
  }

  private fits(slot: Slot): boolean {
    const next = this.LA(1);
    if (!tokenMatcher(next, Value)) return false;
    const found = next.image;
    if (slot.choices) return slot.optional ? slot.choices.includes(found) : this.isSameLine();
    const isKeyword = keywords.has(found);
    if (slot.shape === 'name') return !(isKeyword && this.isFirstOnLine(next));
    if (slot.shape === 'reference')
      return !isKeyword || (this.isSameLine() && !this.menus.at(-1)?.has(found));
    return !isKeyword;
  }

  private isSplitAddress(slot: Slot): boolean {
    const next = this.LA(1);
    if (slot.shape !== 'interface-address' && slot.shape !== 'prefix') return false;
    if (!this.isSameLine() || !tokenMatcher(next, Value)) return false;
    return next.image.startsWith('/') || next.image === 'netmask' || this.LA(0).image.endsWith('/');
  }

  // ---- What is said.

  private name(token: IToken): Name {
    const span = spanOf(token);
    if (token.tokenType === tokens.BadWord) this.report({ code: 'bad-word', span, found: token.image });
    if (token.tokenType === tokens.OpenRange) this.report({ code: 'open-range', span, found: token.image });
    if (token.tokenType === tokens.SpacedRange)
      this.report({ code: 'spaced-range', span, found: token.image });
    return { text: textOf(token), span };
  }

  private checkKeyword(word: Word, token: IToken): void {
    if (tokenMatcher(token, Arrow) || textOf(token) === word.keyword) return;
    const noisy = this.noisyLine;
    this.report({ code: 'repaired', span: spanOf(token), found: token.image, word });
    this.noisyLine = noisy;
  }

  private checkChildren(word: Word, keyword: IToken, children: readonly Statement[]): void {
    const first = new Map<string, Span>();
    for (const child of children) {
      const known = first.get(child.word.keyword);
      if (known && !child.word.repeatable) {
        this.report({ code: 'said-twice', span: child.keyword, word: child.word, owner: word, first: known });
      } else first.set(child.word.keyword, child.keyword);
    }
    if (word.oneOf && !word.oneOf.some((needed) => first.has(needed))) {
      this.report({ code: 'missing-word', span: spanOf(keyword), word });
    }
  }

  private reportMissing(word: Word, slot: Slot, keyword: IToken): void {
    const next = this.LA(1);
    if (slot.choices && tokenMatcher(next, Value) && this.isSameLine()) {
      this.report({ code: 'wrong-choice', span: spanOf(next), word, value: slot, found: next.image });
      return;
    }
    const found = this.isSameLine() && next.tokenType !== EOF ? next.image : undefined;
    this.report({ code: 'missing-value', span: spanOf(keyword), word, value: slot, found });
  }

  private reportMissingClose(word: Word, keyword: IToken, open: IToken, last: IToken): void {
    if (this.missing > 0) this.missing--;
    const end = this.endOf(last);
    const related = { start: keyword.startOffset, end: this.endOf(open) };
    this.report({ code: 'missing-close', span: { start: last.startOffset, end }, word, open: related });
  }

  private reportMisplaced(word: Word, span: Span, behind: Word | undefined): void {
    const owner = behind ?? this.owners.at(-1);
    const closed = this.lastClosed;
    if (closed && this.LA(0).tokenType !== EOF && tokenMatcher(this.LA(0), Close) && this.isSameLine()) {
      if (behindMenu(closed.place).has(word.keyword) || blockMenu(closed.place).has(word.keyword)) {
        this.report({ code: 'behind-block', span, word, owner: closed });
        return;
      }
    }
    this.report({ code: 'misplaced', span, word, owner });
  }

  private reportUnknown(token: IToken, behind: Word | undefined): void {
    this.skipped.add(token.image);
    const expected = [...(this.menus.at(-1)?.keys() ?? [])];
    this.report({ code: 'unknown-word', span: spanOf(token), found: textOf(token), owner: behind, expected });
  }

  private strayToken(
    token: IToken,
    problem: { code: 'stray-arrow' | 'stray-comma' | 'stray-close' | 'slash-comment' },
  ): void {
    this.ACTION(() => {
      if (problem.code !== 'slash-comment' || !this.problems.some(({ code }) => code === problem.code)) {
        this.report({ ...problem, span: spanOf(token) });
      }
    });
  }

  /** A statement that stands in the wrong block still declares what it names. */
  private hoist(word: Word, read: Into, into: Into): void {
    if (word.standsIn.includes('file') && word.scope) into.push(...read);
    for (const name of read.flatMap((statement) => [...statement.values.values()].flat()))
      this.skipped.add(name.text);
  }

  private report(problem: Problem): void {
    const line = this.lineStart(problem.span.start);
    if (line === this.noisyLine) return;
    this.noisyLine = line;
    if (this.problems.length === problemLimit) this.problems.push({ code: 'too-many', span: problem.span });
    else if (this.problems.length < problemLimit) this.problems.push(problem);
  }

  private internal(text: string, token: IToken | undefined, offset?: number): void {
    const start = offset ?? token?.startOffset ?? this.text.length;
    const at = Number.isFinite(start) ? start : this.text.length;
    this.problems.push({ code: 'internal', span: { start: at, end: at }, text });
  }

  // ---- Where tokens stand. Blanks before a token tell its line: a comment always ends its own.

  private isFirstOnLine(token: IToken): boolean {
    if (token.tokenType === EOF) return true;
    for (let i = token.startOffset - 1; i >= 0; i--) {
      const code = this.text.charCodeAt(i);
      if (code === 10 || code === 13) return true;
      if (code !== 32 && code !== 9 && code !== 0xfeff && code !== 0xa0) return false;
    }
    return true;
  }

  private isSameLine(): boolean {
    return !this.isFirstOnLine(this.LA(1));
  }

  private lineStart(offset: number): number {
    if (this.lineStarts.length === 0) {
      this.lineStarts.push(0);
      for (const end of this.text.matchAll(/\r\n|[\r\n]/g)) this.lineStarts.push(end.index + end[0].length);
    }
    let low = 0;
    let high = this.lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.lineStarts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return this.lineStarts[low] as number;
  }

  private indentation(token: IToken): number {
    const start = this.lineStart(token.startOffset);
    let at = start;
    while (this.text.charCodeAt(at) === 32 || this.text.charCodeAt(at) === 9) at++;
    return at - start;
  }

  private endOf(token: IToken): number {
    return Number.isFinite(token.startOffset) ? token.startOffset + token.image.length : this.text.length;
  }
}

function spanOf(token: IToken): Span {
  return { start: token.startOffset, end: token.startOffset + token.image.length };
}

/** The token as a word: an arrow of any look is `->`, quotes are dropped; brackets and commas are none. */
function wordText(token: IToken): string | undefined {
  if (tokenMatcher(token, Arrow)) return '->';
  return tokenMatcher(token, Value) ? textOf(token) : undefined;
}

function textOf(token: IToken): string {
  if (token.tokenType !== tokens.Quoted) return token.image;
  return token.image.replace(/^["'\u2018-\u201f]|["'\u2018-\u201f]$/g, '');
}

function bracketBalance(all: readonly IToken[]): number {
  let balance = 0;
  for (const token of all) {
    if (tokenMatcher(token, Open)) balance++;
    else if (tokenMatcher(token, Close)) balance--;
  }
  return balance;
}

/** What people type in place of netgen's own signs: said once for each sign. */
function lookAlikes(all: readonly IToken[]): Problem[] {
  const said = new Set<string>();
  const problems: Problem[] = [];
  const rights = [
    [tokens.OpenLike, '<'],
    [tokens.CloseLike, '>'],
    [tokens.ArrowLike, '->'],
    [tokens.SemiLike, ';'],
    [tokens.CommaLike, ','],
  ] as const;
  for (const token of all) {
    if (token.tokenType === tokens.Quoted && !said.has('quoted')) {
      said.add('quoted');
      problems.push({ code: 'quoted', span: spanOf(token), found: textOf(token) });
    }
    const right = rights.find(([type]) => type === token.tokenType)?.[1];
    if (right === undefined) continue;
    const kind = right === '>' ? '<' : right;
    if (said.has(kind)) continue;
    said.add(kind);
    problems.push({ code: 'look-alike', span: spanOf(token), found: token.image, right });
  }
  return problems;
}

/** The length of a netmask in dotted decimal, if it is one. */
function maskLength(mask: string): number | undefined {
  const octets = mask.split('.').map(Number);
  if (octets.length !== 4 || octets.some((octet) => !(octet >= 0 && octet <= 255))) return undefined;
  const bits = octets.map((octet) => octet.toString(2).padStart(8, '0')).join('');
  return /^1*0*$/.test(bits) ? bits.lastIndexOf('1') + 1 : undefined;
}

let parser: LabParser | undefined;

/** Reads a lab file. Takes every text and never throws; there is one parser, made when it is first needed. */
export function parseLab(text: string, validate = false): Parsed {
  parser ??= new LabParser(validate);
  return parser.parse(text);
}
