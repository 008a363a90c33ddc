import type { Name, Statement } from '../../syntax/tree.ts';
import { type Copies, copiesOfLoop, copiesOfWord } from '../copies.ts';
import { code, fence } from '../markdown.ts';

/** What a word with a range or an expression in it becomes; undefined where it has none. */
export function wordCopiesMarkdown(name: Name, path: readonly Statement[]): string | undefined {
  const copies = copiesOfWord(name, path);
  if (!copies || copies.count === 0) return undefined;
  return `${code(name.text)} becomes ${counted(copies, 'word', 'words')}:\n\n${fence(filled(copies))}`;
}

/** What the variables of a loop are, round by round. */
export function loopMarkdown(path: readonly Statement[]): string {
  const copies = copiesOfLoop(path);
  if (copies.count === 0) return 'It has no copies.';
  return `Its block becomes ${counted(copies, 'copy', 'copies')}:\n\n${fence(filled(copies))}`;
}

function counted({ count, isAll }: Copies<string>, one: string, several: string): string {
  return `${isAll ? '' : 'more than '}${count} ${count === 1 ? one : several}`;
}

/** As many to a line as fit. */
function filled({ first, count, isAll }: Copies<string>): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const text of [...first, ...(count > first.length || !isAll ? ['…'] : [])]) {
    if (line !== '' && line.length + text.length > 72) {
      lines.push(line);
      line = '';
    }
    line += `${line === '' ? '' : ', '}${text}`;
  }
  return [...lines, line];
}
