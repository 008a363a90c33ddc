import { heads } from './heads.ts';

const list = (name: string, doc: string, words: readonly string[]): string =>
  `(defconst ${name}\n  '(${words.map((word) => `"${word}"`).join('\n    ')})\n  "${doc}")\n`;

/** The words of the language as `editors/emacs/netgen-mode.el` wants them. */
export function emacsWords(): string {
  const words = heads().filter(({ keyword }) => /^\w+$/.test(keyword));
  const choices = words.flatMap(({ names }) => names.flatMap((name) => name.choices ?? []));
  const things = words.filter(({ kind, names }) => kind === 'thing' && names.length > 0);
  return `;;; netgen-words.el --- The words of the language -*- lexical-binding: t; -*-

;; SPDX-License-Identifier: MIT

;;; Commentary:

;; Made by \`npm run docs' from the table of words in grammar/words; change that.

;;; Code:

${list(
  'netgen-keywords',
  'All words of the language.',
  [...new Set([...words.map(({ keyword }) => keyword), ...choices])].sort(),
)}
${list(
  'netgen-things',
  'The words that make something with a name.',
  things.map(({ keyword }) => keyword).sort(),
)}
(provide 'netgen-words)
;;; netgen-words.el ends here
`;
}
