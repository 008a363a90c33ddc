/** A path as a URI reference: relative stays relative, and `.` in it is left out. `-` is standard input. */
export function uriOf(path: string): string {
  if (path === '-') return 'stdin';
  const parts = path.split('/').filter((part, index) => part !== '.' && (part !== '' || index === 0));
  const uri = parts.map((part) => encodeURIComponent(part.replace(/\p{Surrogate}/gu, '\ufffd'))).join('/');
  return path.startsWith('/') ? `file://${uri}` : uri;
}
