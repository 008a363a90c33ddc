import type { IToken, ParserMethod } from 'chevrotain';
import type { Name, Statement } from '../src/syntax/tree.ts';
import type { Span } from '../src/text/span.ts';
import { lookAlikes } from './look-alikes.ts';
import { LoopReader } from './loop-reader.ts';
import type { Problem } from './problem.ts';
import { maskLength, spanOf } from './token-text.ts';
import { Arrow, Close, Comma, labLexer, Open, Semi, tokens, Value } from './tokens.ts';
import type { Value as Slot, Word } from './words/word.ts';
import { behindMenu, blockMenu } from './words.ts';

/** Deepest nesting of blocks that is read. */
const depthLimit = 32;

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
class LabParser extends LoopReader {
  constructor(validate: boolean) {
    super(validate);
    this.performSelfAnalysis();
  }

  parse(text: string): Parsed {
    const lexed = labLexer().tokenize(text);
    this.begin(text, lexed.tokens);
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
      this.ACTION(() => this.readHead(keyword, values));
      for (const slot of word === standIn ? [standInSlot] : this.slotsOf(word, keyword)) {
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
        GATE: () => word.place !== undefined || word.loop === true,
        DEF: () => this.SUBRULE(this.block, { ARGS: [children, word, keyword] }),
      });
      // `ns r1 forward` would turn the real machine into a router: said, and read as if it stood in the block
      this.ACTION(() => this.enter(word.scope && !block ? blockMenu(word.place) : undefined, word));
      this.MANY2({
        GATE: () => this.takesOnSameLine(word, values, block !== undefined),
        DEF: () => void this.SUBRULE2(this.statement, { ARGS: [children, undefined] }),
      });
      this.ACTION(() => this.leave());
      this.OPTION2({
        GATE: () => this.isLoose(word, keyword, block !== undefined),
        DEF: () => this.SUBRULE(this.looseBlock, { ARGS: [children, word, keyword] }),
      });
      return this.ACTION(() => {
        if (this.problems.length === before) this.noisyLine = -1;
        this.checkChildren(word, keyword, children);
        const end = block?.close?.end ?? this.lines.endOf(this.LA(0));
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
      const span = { start: name.span.start, end: this.lines.endOf(second ?? first) };
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
      this.ACTION(() => this.enterBlock(word));
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
      this.ACTION(() => this.leaveBlock());
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

  // looseBlock: a loop's block without its `<`; body ('done' | '>')?
  private readonly looseBlock: Rule<[Into, Word, IToken], void> = this.RULE(
    'looseBlock',
    (children: Into, word: Word, keyword: IToken) => {
      this.ACTION(() => this.enterBlock(word));
      this.SUBRULE(this.body, { ARGS: [children, word, keyword] });
      this.ACTION(() => this.leaveBlock());
      this.OPTION({
        GATE: () => this.endsLoosely(keyword),
        DEF: () => this.OR([{ ALT: () => this.CONSUME(Value) }, { ALT: () => this.CONSUME(Close) }]),
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
}

let parser: LabParser | undefined;

/** Reads a lab file. Takes every text and never throws; there is one parser, made when it is first needed. */
export function parseLab(text: string, validate = false): Parsed {
  parser ??= new LabParser(validate);
  return parser.parse(text);
}
