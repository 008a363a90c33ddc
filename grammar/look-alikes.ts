import type { IToken } from 'chevrotain';
import { note } from './parser-state.ts';
import type { Problem } from './problem.ts';
import { spanOf, textOf } from './token-text.ts';
import { tokens } from './tokens.ts';

/** What people type in place of netgen's own signs: said once for each sign. */
export function lookAlikes(all: readonly IToken[]): Problem[] {
  const said = new Map<string, Problem>();
  const problems: Problem[] = [];
  const rights = [
    [tokens.OpenLike, '<'],
    [tokens.OpenRound, '<'],
    [tokens.CloseRound, '>'],
    [tokens.CloseLike, '>'],
    [tokens.ArrowLike, '->'],
    [tokens.SemiLike, ';'],
    [tokens.CommaLike, ','],
  ] as const;
  const say = (kind: string, problem: Problem): void => {
    const known = said.get(kind);
    if (known) {
      note(known, problem);
      return;
    }
    said.set(kind, problem);
    problems.push(problem);
  };
  for (const token of all) {
    const span = spanOf(token);
    if (token.tokenType === tokens.Quoted) {
      const found = textOf(token);
      if (/\s/.test(found)) problems.push({ code: 'quoted', span, found });
      else say('quoted', { code: 'quoted', span, found });
    }
    const right = rights.find(([type]) => type === token.tokenType)?.[1];
    if (right !== undefined)
      say(right === '>' ? '<' : right, { code: 'look-alike', span, found: token.image, right });
  }
  return problems;
}
