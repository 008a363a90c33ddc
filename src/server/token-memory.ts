import type { SemanticTokens, SemanticTokensDelta, SemanticTokensEdit } from 'vscode-languageserver/node';

/** Numbers that one token has in an answer. */
const size = 5;

interface Told {
  readonly resultId: string;
  readonly data: number[];
}

/** What an editor was told last of the words of each document, so that it can be told what has changed alone. */
export class TokenMemory {
  readonly #told = new Map<string, Told>();
  #count = 0;

  /** All of it. */
  full(uri: string, data: number[]): SemanticTokens {
    return this.#tell(uri, data);
  }

  #tell(uri: string, data: number[]): Told {
    const told = { resultId: String(++this.#count), data };
    this.#told.set(uri, told);
    return told;
  }

  /** What has changed since an answer; all of it where that was not the last. */
  since(previousResultId: string, uri: string, data: number[]): SemanticTokens | SemanticTokensDelta {
    const before = this.#told.get(uri);
    const now = this.#tell(uri, data);
    if (before?.resultId !== previousResultId) return now;
    return { resultId: now.resultId, edits: editsBetween(before.data, data) };
  }

  forget(uri: string): void {
    this.#told.delete(uri);
  }
}

/** Each token counts from the one before it: what stands in front of a change and behind it stays as it is. */
function editsBetween(before: readonly number[], after: readonly number[]): SemanticTokensEdit[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  start -= start % size;
  let same = 0;
  while (same < shorter - start && before.at(-1 - same) === after.at(-1 - same)) same++;
  same -= same % size;
  const deleteCount = before.length - same - start;
  const data = after.slice(start, after.length - same);
  return deleteCount === 0 && data.length === 0 ? [] : [{ start, deleteCount, data }];
}
