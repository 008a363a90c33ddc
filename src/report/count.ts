import { type Diagnostic, isError } from '../diagnostic/diagnostic.ts';

/** `3 errors, 1 warning`; empty where there is neither. */
export function countOf(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(isError).length;
  const parts = [counted(errors, 'error'), counted(diagnostics.length - errors, 'warning')];
  return parts.filter((part) => part !== '').join(', ');
}

/** `2 files`; empty for none. */
export function counted(count: number, word: string): string {
  return count === 0 ? '' : `${count} ${word}${count === 1 ? '' : 's'}`;
}
