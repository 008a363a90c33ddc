import { type Analysis, analyze } from '../../src/compile.ts';
import { SourceText } from '../../src/text/source-text.ts';
import type { Span } from '../../src/text/span.ts';

/** Reads a text with one `‸` in it, where the cursor of an editor is. */
export function cursor(marked: string): { readonly analysis: Analysis; readonly offset: number } {
  const [before = '', after, more] = marked.split('‸');
  if (after === undefined || more !== undefined) throw new Error('a text with one ‸ is wanted');
  return { analysis: analysisOf(before + after), offset: before.length };
}

/** What is known of a text, as a file called `lab.net`. */
export function analysisOf(text: string): Analysis {
  return analyze(new SourceText('lab.net', text));
}

/** Spans as people see them: line, column, and the text that is there. */
export function placesOf({ source }: Analysis, spans: readonly Span[]): readonly string[] {
  return spans.map((span) => {
    const { line, column } = source.positionAt(span.start);
    return `${line}:${column} ${source.slice(span)}`;
  });
}

/** A cursor in a longer text: at the mark of a fragment, where the text holds that first. */
export function cursorIn(text: string, marked: string): ReturnType<typeof cursor> {
  const at = text.indexOf(marked.replace('‸', ''));
  if (at < 0) throw new Error(`the text has no ${marked}`);
  return { analysis: analysisOf(text), offset: at + marked.indexOf('‸') };
}
