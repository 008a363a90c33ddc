// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be made visible
const invisible = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/g;

/** A word of the user's as messages show it: a very long one is cut, control characters are made visible. */
export function shorten(word: string, most = 40): string {
  const cut = word.length > most ? `${word.slice(0, most - 1)}…` : word;
  return cut.replace(invisible, (c) => `\\u{${c.charCodeAt(0).toString(16)}}`);
}
