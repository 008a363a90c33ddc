import type { IToken } from 'chevrotain';
import type { Problem } from './problem.ts';
import { type Place, type Separator, separatorRules } from './separator-rules.ts';
import { tokens } from './tokens.ts';

/** The tokens as if words were parted as they should be, and what was wrong with them. */
export interface Separated {
  readonly tokens: IToken[];
  readonly problems: readonly Problem[];
  /** By the offset of the word in front of it. */
  readonly byWord: ReadonlyMap<number, Separator>;
}

/** Takes `ip=10.0.0.1/24`, `ip: …`, `- ip …`, `gw.1` and `10.0.0.2/24gw` apart, and puts `10,0,0,1` together. */
export function separate(all: IToken[], isFirstOnLine: (token: IToken) => boolean): Separated {
  // nothing is copied while nothing is wrong
  let out: IToken[] | undefined;
  const problems: Problem[] = [];
  const byWord = new Map<number, Separator>();
  for (let index = 0; index < all.length; index++) {
    const token = all[index] as IToken;
    const before = out ?? all;
    const count = out ? out.length : index;
    const repair = isSuspicious(token)
      ? repairOf({ all, index, token, before: (back) => before[count - back], isFirstOnLine })
      : undefined;
    if (!repair) {
      out?.push(token);
      continue;
    }
    out ??= all.slice(0, index);
    out.splice(out.length - (repair.drops ?? 0), repair.drops ?? 0, ...repair.tokens);
    index += repair.takes ?? 0;
    const { problem } = repair;
    if (!problem) continue;
    problems.push(problem);
    if (problem.code === 'separator' && repair.word) byWord.set(repair.word.startOffset, problem);
  }
  return { tokens: out ?? all, problems, byWord };
}

function repairOf(place: Place) {
  for (const rule of separatorRules) {
    const repair = rule(place);
    if (repair) return repair;
  }
  return undefined;
}

/** Whether a token is worth a closer look: almost none of a good lab is. */
function isSuspicious({ tokenType, image }: IToken): boolean {
  if (tokenType !== tokens.PlainWord)
    return (
      tokenType === tokens.RightArrow || tokenType === tokens.ArrowLike || tokenType === tokens.LeftArrow
    );
  if (image.length > 100) return false;
  let dots = 0;
  for (let at = 0; at < image.length; at++) {
    const code = image.charCodeAt(at);
    if (code === 61 || code === 58) return true;
    if (code === 46 || code === 47) dots++;
  }
  const first = image.charCodeAt(0);
  const last = image.charCodeAt(image.length - 1);
  if (first >= 97 && first <= 122) return dots > 0 || isSmallWord(image);
  if (first >= 48 && first <= 57) return dots < 3 || last > 57;
  return image.length < 3 || last > 57;
}

function isSmallWord(image: string): boolean {
  switch (image) {
    case 'address':
    case 'addr':
    case 'add':
    case 'inet':
    case 'inet6':
    case 'via':
    case 'default':
    case 'is':
    case 'to':
    case 'type':
    case 'name':
    case 'and':
      return true;
    default:
      return false;
  }
}
