/** A text that says nothing to a terminal but what it shows: no codes that move the cursor or change colours. */
export function printable(text: string, instead = '?'): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be kept out
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, instead);
}
