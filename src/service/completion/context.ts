import type { Value } from '../../../grammar/words/word.ts';
import { behindMenu, blockMenu, loopMenu, type Menu } from '../../../grammar/words.ts';
import { parse } from '../../syntax/parse.ts';
import { type Piece, piecesOf } from '../../syntax/pieces.ts';
import { type Statement, type Tree, valuesOf } from '../../syntax/tree.ts';
import { SourceText } from '../../text/source-text.ts';
import type { Span } from '../../text/span.ts';

/** What may stand at a place, by what stands before it. */
export interface Context {
  /** The word that is being written there: what a completion replaces. */
  readonly span: Span;
  /** The statements that go on there, the outermost first; their places are those of the whole text. */
  readonly path: readonly Statement[];
  /** The values that may stand there, that of the innermost statement; more than one where some are optional. */
  readonly slots: readonly Value[];
  /** Whether one of them has to stand there, and no keyword can. */
  readonly needsValue: boolean;
  /** The keywords that may stand there, the innermost statement's first. */
  readonly menus: readonly { readonly menu: Menu; readonly owner: Statement | undefined }[];
  /** A `<` may stand there, and must before anything else can. */
  readonly needsBlock: boolean;
  /** It is the first word of its line. */
  readonly ownLine: boolean;
}

/** Undefined in a comment, where nothing is completed. */
export function contextAt(tree: Tree, text: string, offset: number): Context | undefined {
  // only the statement around is looked at: what stands before it says nothing of what may stand in it
  const start = tree.statements.reduce(
    (last, { span }) => (span.start < offset ? Math.max(last, span.start) : last),
    0,
  );
  const end = offset + text.slice(offset).search(/$/m);
  const pieces = piecesOf(text.slice(start, end)).map((piece) => moved(piece, start));
  const here = pieces.findLast(({ span }) => span.start < offset);
  if (here?.kind === 'comment' && offset <= here.span.end) return undefined;
  const isInWord = here?.kind === 'word' && offset <= here.span.end && here.text !== '->';
  const span = isInWord ? here.span : wordFrom(pieces, offset);
  const before = pieces.filter((one) => one.kind !== 'comment' && one.span.end <= span.start);
  return contextBehind(before, text.slice(start, span.start), start, span);
}

/** The word that begins at an offset, or nothing there. */
function wordFrom(pieces: readonly Piece[], offset: number): Span {
  return (
    pieces.find(({ kind, span }) => kind === 'word' && span.start === offset)?.span ?? {
      start: offset,
      end: offset,
    }
  );
}

function moved(piece: Piece, by: number): Piece {
  return { ...piece, span: { start: piece.span.start + by, end: piece.span.end + by } };
}

function contextBehind(before: readonly Piece[], text: string, start: number, span: Span): Context {
  let depth = 0;
  for (const { kind } of before) depth += kind === 'open' ? 1 : kind === 'close' && depth > 0 ? -1 : 0;
  // with its blocks closed the text before the place is read as it was written, whatever is behind the place
  const { tree } = parse(new SourceText('', `${'\n'.repeat(start)}${text}${' >'.repeat(depth)}`));
  const last = before.at(-1);
  const path: Statement[] = [];
  const menus: Context['menus'][number][] = [{ menu: blockMenu('file'), owner: undefined }];
  let inside = menus[0]?.menu as Menu;
  for (
    let next = tree.statements.at(-1);
    next && isOpen(next, span.start, last);
    next = path.at(-1)?.children.at(-1)
  ) {
    path.push(next);
    if (next.block) {
      inside = next.word.loop ? loopMenu(inside) : blockMenu(next.word.place);
      menus.splice(0, menus.length, { menu: inside, owner: next });
    } else if (!next.word.scope) menus.unshift({ menu: behindMenu(next.word.place), owner: next });
  }
  const innermost = path.at(-1);
  const slots = innermost && !innermost.block ? slotsBehind(innermost, last?.kind === 'comma') : [];
  const ownLine = /(?:^|[\r\n])[ \t]*$/.test(text);
  return {
    span,
    path,
    slots,
    needsValue: slots.some(({ optional }) => !optional) || last?.kind === 'comma',
    needsBlock:
      innermost !== undefined &&
      !innermost.block &&
      slots.length === 0 &&
      (innermost.word.loop === true || (innermost.word.scope === true && !ownLine)),
    menus,
    ownLine,
  };
}

/** Whether a statement goes on at a place: its block is open there, or it has none. */
function isOpen({ block }: Statement, place: number, last: Piece | undefined): boolean {
  if (block) return block.close === undefined || block.close.start >= place;
  return last?.kind !== 'semicolon';
}

/** The values that are still to come behind the last word of a statement. */
function slotsBehind(statement: Statement, isListed: boolean): readonly Value[] {
  const { values } = statement.word;
  const filled = values.filter(({ slot }) => valuesOf(statement, slot).length > 0);
  const last = filled.at(-1);
  if (isListed) return last?.list ? [last] : [];
  if (statement.children.length > 0) return [];
  const open = values.slice(last ? values.indexOf(last) + 1 : 0);
  const needed = open.findIndex(({ optional }) => !optional);
  return needed < 0 ? open : open.slice(0, needed + 1);
}
