import type { Edit } from '../../diagnostic/diagnostic.ts';
import type { Statement } from '../../syntax/tree.ts';
import { indentAt, isBlank, isFirstOnLine, lineEndOf, lineStart, lineStop, stepOf } from './lines.ts';

/** Writes a statement in front of another, on a line of its own where that one has its own. */
export function insertBefore(text: string, { span }: Statement, statement: string): Edit {
  if (!isFirstOnLine(text, span.start)) return insertion(span.start, `${statement}; `);
  // comments above a statement are about it
  let at = lineStart(text, span.start);
  for (;;) {
    const before = at === 0 ? 0 : lineStart(text, at - (text.startsWith('\r\n', at - 2) ? 2 : 1));
    if (before === at || !/^[ \t]*#/.test(text.slice(before, at))) break;
    at = before;
  }
  return insertion(at, `${indentAt(text, span.start)}${statement}${lineEndOf(text)}`);
}

/** Writes a statement behind another that has a block, or is the last of its line. */
export function insertAfter(text: string, { span }: Statement, statement: string): Edit {
  const stop = lineStop(text, span.end);
  const isLast = /^[ \t;]*(#|$)/.test(text.slice(span.end, stop));
  if (!isLast || !isFirstOnLine(text, lineStart(text, span.start)))
    return insertion(span.end, `; ${statement}`);
  return insertion(stop, `${lineEndOf(text)}${indentAt(text, span.start)}${statement}`);
}

/** Writes a statement as the first in the block of another, which gets one where it has none. */
export function insertInside(text: string, owner: Statement, statement: string): Edit {
  const { block, children, span } = owner;
  if (!block) return insertion(span.end, ` < ${statement} >`);
  const at = block.open.end;
  const rest = text.slice(at, lineStop(text, at));
  if (/^[ \t]*(#|$)/.test(rest)) {
    const [first] = children.filter((child) => child.span.start >= at);
    const indent =
      first && isFirstOnLine(text, first.span.start)
        ? indentAt(text, first.span.start)
        : `${indentAt(text, block.open.start)}${stepOf(text)}`;
    return insertion(at + rest.length, `${lineEndOf(text)}${indent}${statement}`);
  }
  const isEmpty = block.close !== undefined && text.slice(at, block.close.start).trim() === '';
  return insertion(at, ` ${statement}${isEmpty ? '' : ';'}${isBlank(text[at]) ? '' : ' '}`);
}

/** Writes a statement as the last in the block of another. */
export function appendInside(text: string, owner: Statement, statement: string): Edit {
  const last = owner.children.at(-1);
  if (!owner.block?.close || !last || last.span.start < owner.block.open.start)
    return insertInside(text, owner, statement);
  const { start } = owner.block.close;
  if (!isFirstOnLine(text, start)) return insertion(last.span.end, `; ${statement}`);
  const indent = isFirstOnLine(text, last.span.start)
    ? indentAt(text, last.span.start)
    : `${indentAt(text, start)}${stepOf(text)}`;
  return insertion(lineStart(text, start), `${indent}${statement}${lineEndOf(text)}`);
}

/** Writes an attribute behind all others of a device. */
export function appendAttribute(text: string, device: Statement, attribute: string): Edit {
  const { block, children, span } = device;
  const last = children.at(-1);
  if (block && (!last || last.span.start < block.open.start)) return insertInside(text, device, attribute);
  const at = last?.span.end ?? span.end;
  const isOwnLine = last !== undefined && isFirstOnLine(text, last.span.start);
  const gap = isOwnLine ? `${lineEndOf(text)}${indentAt(text, last.span.start)}` : block ? '; ' : ' ';
  return insertion(at, `${gap}${attribute}`);
}

export function insertion(at: number, text: string): Edit {
  return { span: { start: at, end: at }, text };
}
