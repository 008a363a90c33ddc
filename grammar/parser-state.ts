import { EmbeddedActionsParser, EOF, type IToken, tokenMatcher } from 'chevrotain';
import type { Name, Statement } from '../src/syntax/tree.ts';
import type { Span } from '../src/text/span.ts';
import { type Brackets, readBrackets } from './brackets.ts';
import type { Ahead } from './implied.ts';
import { Lines } from './lines.ts';
import type { Problem } from './problem.ts';
import { separate } from './separators.ts';
import { spanOf, wordText } from './token-text.ts';
import { Close, Open, tokenTypes, type Value } from './tokens.ts';
import type { Word } from './words/word.ts';
import { blockMenu, type Menu } from './words.ts';

/** Problems after which the rest of a file is read in silence. */
export const problemLimit = 1000;

/** Problems behind which everything is known that would be known without them. */
export const harmless: ReadonlySet<Problem['code']> = new Set<Problem['code']>([
  'repaired',
  'split-address',
  'slash-comment',
  'stray-comma',
  'look-alike',
  'quoted',
  'missing-close',
  'missing-open',
  'loop-block',
  'needs-block',
  'separator',
  'wrong-choice',
  'behind-block',
  'foreign-line',
  'shell-line',
  'spaced-range',
  'netmask',
  'one-only',
  'blank-in-name',
]);

/** Keeps where a mistake that is said once is made again, so that all of it can be mended. */
export function note(known: Problem, problem: Problem): void {
  known.also ??= [];
  if (known.also.length < problemLimit) known.also.push(problem);
}

/** Problems that neither depend on other statements of the top level nor change how those are read. */
const local: ReadonlySet<Problem['code']> = new Set<Problem['code']>([
  'missing-value',
  'missing-after-comma',
  'wrong-choice',
  'missing-word',
  'said-twice',
  'repaired',
  'unknown-word',
  'misplaced',
  'missing-keyword',
  'behind-block',
  'needs-block',
  'once-in-loop',
  'one-only',
  'stray-arrow',
  'shell-line',
  'open-range',
  'spaced-range',
  'split-address',
  'netmask',
  'blank-in-name',
]);

/** Habits from elsewhere: one mistake, however often it shows. */
const habits = new Set<Problem['code']>([
  'separator',
  'slash-comment',
  'foreign-line',
  'stray-comma',
  'decimal-comma',
]);

/** Where the parser is: the menus around, what has been read in them, what has been said. */
export abstract class ParserState extends EmbeddedActionsParser {
  protected text = '';
  protected lines = new Lines('');
  protected problems: Problem[] = [];
  protected skipped: Name[] = [];
  /** Where an address may have stood that could not be read. */
  protected lost: Span[] = [];
  /** The menus around, the innermost last. */
  protected menus: Menu[] = [];
  protected owners: (Word | undefined)[] = [];
  /** What has been read in each of them. */
  protected read: (readonly Statement[])[] = [];
  /** The keywords of the blocks around. */
  protected blocks: IToken[] = [];
  protected brackets: Brackets = { unclosed: 0, extra: new Set(), strays: [] };
  protected habits = new Map<string, Problem>();
  /** The last namespace or host that lacks the brackets of its block. */
  protected blockless: IToken | undefined;
  protected badWords = new Set<string>();
  /** How many `>` the file lacks. */
  protected missing = 0;
  protected skipDepth = 0;
  /** Something was said, and nothing has been read since: what follows at once is the same mistake. */
  protected isQuiet = false;
  protected quietLine = -1;
  /** Problems that cost something: what stood there could not be read. */
  protected wounds = 0;
  /** The block that was closed last, and by which token. */
  protected lastClosed:
    | { readonly word: Word; readonly children: Statement[]; readonly close: IToken }
    | undefined;
  /** What is wrong concerns single statements of the top level: each can be read without the others. */
  protected isLocal = true;
  protected separated: ReturnType<typeof separate> | undefined;
  /** Words are read in another order than they are written in: a cable is drawn from the wrong end. */
  private isTurned = false;

  constructor(validate: boolean) {
    super(tokenTypes, { maxLookahead: 1, skipValidations: !validate, recoveryEnabled: false });
  }

  /** Makes ready for a text. */
  protected begin(text: string, all: IToken[]): void {
    this.text = text;
    this.lines = new Lines(text);
    this.problems = [];
    this.skipped = [];
    this.menus = [blockMenu('file')];
    this.owners = [undefined];
    this.read = [[]];
    this.lost = [];
    this.wounds = 0;
    this.badWords = new Set();
    this.habits = new Map();
    this.blocks = [];
    this.isQuiet = false;
    this.blockless = undefined;
    this.lastClosed = undefined;
    this.brackets = readBrackets(all, this.lines);
    this.missing = this.brackets.unclosed;
    this.separated = separate(all, (token) => this.lines.isFirstOnLine(token));
    for (const problem of this.separated.problems) this.add(problem);
    this.isTurned = this.separated.problems.some(({ code }) => code === 'swapped');
    const { unclosed, strays, extra } = this.brackets;
    this.isLocal = unclosed + strays.length + extra.size + this.separated.problems.length === 0;
    this.input = this.separated.tokens;
  }

  /** Lets go of what a text has given: the parser is kept, and the tokens take more room than the tree. */
  protected forget(): void {
    this.input = [];
    this.separated = undefined;
    this.read = [];
    this.lastClosed = undefined;
    this.text = '';
    this.lines = new Lines('');
  }

  protected enter(menu: Menu | undefined, owner: Word | undefined, read: readonly Statement[]): void {
    this.menus.push(menu ?? new Map());
    this.owners.push(owner);
    this.read.push(read);
  }

  protected leave(): void {
    this.menus.pop();
    this.owners.pop();
    this.read.pop();
  }

  /** From where a statement begins to where it ends, all of its words included. */
  protected extentOf(
    keyword: IToken,
    end: number,
    values: ReadonlyMap<string, readonly Name[]>,
    children: readonly Statement[],
  ): Span {
    const start = keyword.startOffset;
    if (!this.isTurned) return { start, end };
    const inside = [...[...values.values()].flat(), ...children].map(({ span }) => span);
    return {
      start: inside.reduce((least, span) => Math.min(least, span.start), start),
      end: inside.reduce((most, span) => Math.max(most, span.end), Math.max(end, spanOf(keyword).end)),
    };
  }

  protected is(type: typeof Value): boolean {
    return tokenMatcher(this.LA(1), type);
  }

  /** The words to come on this line, and the first of a block: brackets and commas as they are. */
  protected readonly ahead: Ahead = (index) => {
    if (index > 40) return undefined;
    for (let one = 1; one <= index; one++) {
      const token = this.LA(one);
      const isBehindOpen = one > 1 && tokenMatcher(this.LA(one - 1), Open);
      if (token.tokenType === EOF || (one > 1 && !isBehindOpen && this.lines.isFirstOnLine(token)))
        return undefined;
    }
    const token = this.LA(index);
    return (
      wordText(token) ?? (tokenMatcher(token, Open) ? '<' : tokenMatcher(token, Close) ? '>' : token.image)
    );
  };

  protected isBlock(level: number): boolean {
    const owner = this.owners[level];
    return this.menus[level] === blockMenu(owner ? owner.place : 'file');
  }

  protected isSaid(word: Word, level: number): boolean {
    return !word.repeatable && (this.read[level] ?? []).some((statement) => statement.word === word);
  }

  /** One of the menus around has the next word. */
  protected isKnownAround(): boolean {
    const found = wordText(this.LA(1));
    return found !== undefined && this.menus.some((menu) => menu.has(found));
  }

  protected report(problem: Problem): void {
    if (!harmless.has(problem.code)) this.wounds++;
    if (!local.has(problem.code)) this.isLocal = false;
    const line = this.lines.startOf(problem.span.start);
    if (this.isQuiet && line === this.quietLine && problem.code !== 'missing-close') return;
    this.isQuiet = !harmless.has(problem.code);
    this.quietLine = line;
    this.add(problem);
  }

  protected add(problem: Problem): void {
    // a habit is said once, with how often it is seen
    const key = problem.code === 'separator' ? `separator ${problem.found}` : problem.code;
    const known = this.habits.get(key);
    if (known) {
      known.times = (known.times ?? 1) + 1;
      note(known, problem);
    } else if (this.problems.length === problemLimit)
      this.problems.push({ code: 'too-many', span: problem.span });
    else if (this.problems.length < problemLimit) {
      this.problems.push(problem);
      if (habits.has(problem.code)) this.habits.set(key, problem);
    }
  }

  protected internal(text: string, token: IToken | undefined, offset?: number): void {
    const start = offset ?? token?.startOffset ?? this.text.length;
    const at = Number.isFinite(start) ? start : this.text.length;
    this.problems.push({ code: 'internal', span: { start: at, end: at }, text });
  }

  protected isSameLine(): boolean {
    return !this.lines.isFirstOnLine(this.LA(1));
  }
}
