/** What a word can only be, by its looks. */
export type Look = 'prefix' | 'address' | 'mac' | 'number' | 'name' | 'other';

/** How a word looks; a brace range in it counts as a number. */
export function lookOf(word: string): Look {
  const text = word.slice(0, 200).replace(/\{[^{}]*\}/g, '1');
  if (/^[\d.]*\d\/[\d.]*$/.test(text) || /^[0-9a-f]*:[0-9a-f:.]*\/\d*$/i.test(text)) return 'prefix';
  if (/^[0-9a-f]{1,2}([:-][0-9a-f]{1,2}){5}$/i.test(text)) return 'mac';
  if (/^\d+$/.test(text)) return 'number';
  if (/^\.?\d+(\.\d+)*\.?$/.test(text) || /^[0-9a-f]*:[0-9a-f]*:[0-9a-f:.]*$/i.test(text)) return 'address';
  return /^[A-Za-z_][\w.+:/-]*$/.test(text) ? 'name' : 'other';
}
