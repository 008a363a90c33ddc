import type { IToken } from 'chevrotain';
import type { Block, Name, Statement } from '../src/syntax/tree.ts';
import type { Span } from '../src/text/span.ts';
import { lookAlikes } from './look-alikes.ts';
import { LoopReader } from './loop-reader.ts';
import type { Problem } from './problem.ts';
import { spanOf } from './token-text.ts';
import { Arrow, Close, Comma, labLexer, Open, Semi, tokens, Value } from './tokens.ts';
import { type Rule, standIn, standInSlot } from './value-rules.ts';
import type { Word } from './words/word.ts';
import { behindMenu, blockMenu } from './words.ts';

/** Deepest nesting of blocks that is read. */
const depthLimit = 32;

export interface Parsed {
  readonly statements: readonly Statement[];
  readonly comments: readonly Span[];
  readonly problems: readonly Problem[];
  /** Words that were not read. */
  readonly skipped: readonly Name[];
  readonly lost: readonly Span[];
  /** Every statement could be read alone: nothing that is wrong concerns more than one of the top level. */
  readonly isLocal: boolean;
}

type Into = Statement[];

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

  parse(text: string, above: readonly Statement[]): Parsed {
    const lexed = labLexer().tokenize(text);
    this.begin(text, lexed.tokens);
    const statements = this.file(above);
    // Words cannot lead here; a fault in netgen could.
    for (const error of this.errors) this.internal(error.message, error.token);
    for (const error of lexed.errors) this.internal(error.message, undefined, error.offset);
    const signs = lookAlikes(lexed.tokens);
    // of a sign that is wrong nothing more is said
    const places = new Set(signs.map(({ span }) => span.start));
    const problems = [...signs, ...this.problems.filter(({ span }) => !places.has(span.start))];
    const comments = (lexed.groups.comments ?? []).map(spanOf);
    const isLocal = this.isLocal && signs.length + this.errors.length + lexed.errors.length === 0;
    const { skipped, lost } = this;
    this.forget();
    return { statements: statements ?? [], comments, problems, skipped, lost, isLocal };
  }

  // file: body
  private readonly file: Rule<[readonly Statement[]], Into> = this.RULE('file', (above = []) => {
    const into: Into = [...above];
    this.ACTION(() => {
      this.read = [into];
    });
    this.SUBRULE(this.body, { ARGS: [into, undefined, undefined] });
    return into.slice(above.length);
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

  // statement: KEYWORD rest
  private readonly statement: Rule<[Into, Word | undefined], void> = this.RULE(
    'statement',
    (into: Into, given: Word | undefined) => {
      const word = this.ACTION(() => given ?? this.resolve()) ?? standIn;
      const before = this.ACTION(() => this.wounds);
      const keyword = this.OR([{ ALT: () => this.CONSUME(Value) }, { ALT: () => this.CONSUME(Arrow) }]);
      this.ACTION(() => {
        this.isQuiet = false;
        this.checkKeyword(word, keyword);
      });
      const values = new Map<string, readonly Name[]>();
      this.ACTION(() => this.readHead(keyword, values));
      this.readRest(into, word, keyword, before, values);
    },
  );

  // implied: values rest, where the keyword is missing
  private readonly implicit: Rule<[Into, Word], void> = this.RULE('implicit', (into: Into, given: Word) => {
    const word = given ?? standIn;
    const before = this.ACTION(() => this.wounds - 1);
    const keyword = this.LA(1);
    const first = keyword.image;
    const slot = word.values.find(({ choices }) => !choices || choices.includes(first)) ?? standInSlot;
    const names = this.SUBRULE(this.values, { ARGS: [word, slot] });
    const values = new Map([[slot.slot, names]]);
    // where it is no keyword that is missing, what it names is not called unknown, too
    if (slot.shape === 'reference')
      this.ACTION(() => this.skipped.push({ text: keyword.image, span: spanOf(keyword) }));
    this.readRest(into, word, keyword, before, values);
  });

  // rest: slot* (statement | stray)* block?
  // A method, not a rule: both rules above record it as their own, which saves a call for each statement.
  private readRest(
    into: Into,
    word: Word,
    keyword: IToken,
    before: number,
    values: Map<string, readonly Name[]>,
  ): void {
    const isRecorded = word === standIn;
    const hasFirst = values.size > 0;
    for (const slot of isRecorded ? [standInSlot] : this.slotsOf(word, keyword)) {
      if (values.has(slot.slot) || (hasFirst && slot.choices)) continue;
      const names = this.SUBRULE(this.slot, { ARGS: [word, slot, keyword] });
      if (names?.length) values.set(slot.slot, names);
    }
    const children: Into = [];
    let block: Block | undefined;
    if (isRecorded || word.place !== undefined || word.loop) {
      this.readBehind(word, keyword, children);
      block = this.OPTION({ DEF: () => this.SUBRULE(this.block, { ARGS: [children, word, keyword] }) });
    }
    if (isRecorded || (!block && this.mayLackOpen(word))) {
      this.OPTION3({
        GATE: () => this.lacksOpen(word, keyword),
        DEF: () => {
          block = this.SUBRULE(this.openless, { ARGS: [children, word, keyword] });
        },
      });
    }
    if (isRecorded || word.loop) {
      this.OPTION4({
        GATE: () => this.isLoose(word, keyword, block !== undefined),
        DEF: () => this.SUBRULE(this.looseBlock, { ARGS: [children, word, keyword] }),
      });
    }
    // `ns r1 forward` would turn the real machine into a router: said, and read as if it stood in the block
    if (isRecorded || (word.scope && !block)) {
      this.ACTION(() => this.enter(blockMenu(word.place), word, children));
      this.MANY2({
        GATE: () => this.takesOnSameLine(word, keyword, values),
        DEF: () => void this.SUBRULE2(this.statement, { ARGS: [children, undefined] }),
      });
      this.ACTION(() => this.leave());
    }
    this.ACTION(() => {
      this.checkChildren(word, keyword, children);
      const end = block?.close?.end ?? this.lines.endOf(this.LA(0));
      const statement: Statement = {
        word,
        keyword: spanOf(keyword),
        values,
        children,
        ...(block ? { block } : {}),
        ...(this.wounds > before ? { damaged: true as const } : {}),
        span: this.extentOf(keyword, end, values, children),
      };
      into.push(statement);
    });
  }

  private readBehind(word: Word, keyword: IToken, children: Into): void {
    this.ACTION(() => this.enter(word.scope ? undefined : behindMenu(word.place), word, children));
    this.MANY({
      GATE: () => this.takesBehind(word, keyword),
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
  }

  // block: '<' body '>'
  private readonly block: Rule<[Into, Word, IToken], Block> = this.RULE(
    'block',
    (children: Into, word: Word, keyword: IToken) => {
      const open = this.CONSUME(Open);
      this.ACTION(() => this.enterBlock(word, keyword, children));
      this.OR({
        DEF: [
          {
            GATE: () => this.blocks.length <= depthLimit,
            ALT: () => this.SUBRULE(this.body, { ARGS: [children, word, keyword] }),
          },
          {
            GATE: () => this.blocks.length > depthLimit,
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
        this.lastClosed = close ? { word, children, close } : undefined;
        if (!close) this.reportMissingClose(word, keyword, open, last);
        return close ? { open: spanOf(open), close: spanOf(close) } : { open: spanOf(open) };
      });
    },
  );

  // openless: body '>', where the '<' is missing
  private readonly openless: Rule<[Into, Word, IToken], Block> = this.RULE(
    'openless',
    (children: Into, word: Word, keyword: IToken) => {
      const last = this.ACTION(() => this.LA(0));
      this.ACTION(() => {
        const span = { start: keyword.startOffset, end: this.lines.endOf(last) };
        this.reportMissingOpen(word, keyword, span);
        this.enterBlock(word, keyword, children);
      });
      this.SUBRULE(this.body, { ARGS: [children, word, keyword] });
      this.ACTION(() => this.leaveBlock());
      let close: IToken | undefined;
      this.OPTION(() => {
        close = this.CONSUME(Close);
      });
      return this.ACTION(() => {
        this.lastClosed = close ? { word, children, close } : undefined;
        const end = this.lines.endOf(last);
        return { open: { start: end, end }, ...(close ? { close: spanOf(close) } : {}) };
      });
    },
  );

  // looseBlock: a loop's block without its `<`; body ('done' | '>')?
  private readonly looseBlock: Rule<[Into, Word, IToken], void> = this.RULE(
    'looseBlock',
    (children: Into, word: Word, keyword: IToken) => {
      this.ACTION(() => this.enterBlock(word, keyword, children));
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
              const closed = this.ACTION(() => this.reportMisplaced(word, span, behind));
              const read: Into = [];
              this.SUBRULE(this.statement, { ARGS: [read, word] });
              this.ACTION(() => (closed ? closed.push(...read) : this.hoist(word, read, into)));
              // `from A lookup T` without its `rule` is one mistake
              this.ACTION(() => {
                if (!word.place) this.isQuiet = true;
              });
            },
          },
          {
            GATE: () => this.misplaced() === undefined && this.impliedHere() !== undefined,
            ALT: () => {
              const word = this.ACTION(() => this.impliedHere()) ?? standIn;
              this.ACTION(() => this.reportMissingKeyword(word, behind));
              this.SUBRULE(this.implicit, { ARGS: [into, word] });
            },
          },
          {
            GATE: () => this.misplaced() === undefined && this.impliedHere() === undefined,
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
          { ALT: () => this.strayToken(this.CONSUME(tokens.ForeignLine), { code: 'foreign-line' }) },
          {
            ALT: () => {
              const first = this.CONSUME(tokens.ShellLine);
              let count = 1;
              this.ACTION(() => this.keepText(first));
              this.MANY(() => {
                const next = this.CONSUME2(tokens.ShellLine);
                this.ACTION(() => this.keepText(next));
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
              this.ACTION(() =>
                this.report({ code: 'no-block', span: spanOf(open), word: this.lastClosed?.word }),
              );
              this.SUBRULE(this.skip);
              this.OPTION(() => this.CONSUME2(Close));
            },
          },
        ],
        IGNORE_AMBIGUITIES: true,
      });
    },
  );
}

let parser: LabParser | undefined;

/**
 * Reads a lab file, or statements of it below others that say what can be said once only. Takes every text and never
 * throws; there is one parser, made when it is first needed.
 */
export function parseLab(text: string, above: readonly Statement[] = [], validate = false): Parsed {
  parser ??= new LabParser(validate);
  return parser.parse(text, above);
}
