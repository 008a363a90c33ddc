import type { IToken } from 'chevrotain';
import type { Problem } from './problem.ts';
import { spanOf, textOf } from './token-text.ts';
import { tokens } from './tokens.ts';

/** What people type in place of netgen's own signs: said once for each sign. */
export function lookAlikes(all: readonly IToken[]): Problem[] {
  const said = new Set<string>();
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
  for (const token of all) {
    const hasBlank = token.tokenType === tokens.Quoted && /\s/.test(textOf(token));
    if (token.tokenType === tokens.Quoted && (hasBlank || !said.has('quoted'))) {
      if (!hasBlank) said.add('quoted');
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
