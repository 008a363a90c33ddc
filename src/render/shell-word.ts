/** A text as one word of a POSIX shell: the only quoting in netgen. */
export function shellWord(text: string): string {
  if (/^[A-Za-z0-9_.,:+/=@%-]+$/.test(text)) return text;
  return `'${text.replace(/'/g, "'\\''")}'`;
}
