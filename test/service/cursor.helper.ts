import { type Analysis, analyze } from '../../src/compile.ts';
import { SourceText } from '../../src/text/source-text.ts';

/** A lab text with `‸` where the cursor stands. */
export function cursor(marked: string): { readonly analysis: Analysis; readonly offset: number } {
  const offset = marked.indexOf('‸');
  if (offset < 0) throw new Error('no ‸ in the text');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  return { analysis: analyze(new SourceText('lab.net', text)), offset };
}
