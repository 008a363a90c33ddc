import type { Diagnostic, Edit } from './diagnostic.ts';

export interface Applied {
  readonly text: string;
  /** The findings whose fixes are in the text. */
  readonly applied: readonly Diagnostic[];
}

/**
 * A text with the fixes of its findings made, each whole or not at all. Of two that meet in one place the one
 * whose finding comes first is made; the other has to wait until the text is read again.
 */
export function applyFixes(text: string, diagnostics: readonly Diagnostic[]): Applied {
  const edits: Edit[] = [];
  const applied = diagnostics
    .toSorted((a, b) => a.span.start - b.span.start)
    .filter(({ fix }) => {
      if (!fix || fix.edits.length === 0) return false;
      const places = fix.edits.map((edit) => placeFor(edits, edit));
      if (places.includes(undefined)) return false;
      for (const edit of fix.edits) edits.splice(placeFor(edits, edit) ?? 0, 0, edit);
      return true;
    });
  return { text: edited(text, edits), applied };
}

/** Where an edit belongs among others, which are in order; undefined where it meets one of them. */
function placeFor(edits: readonly Edit[], { span }: Edit): number | undefined {
  // most come in order: from the end it is a step or two
  const index = edits.findLastIndex((edit) => edit.span.start <= span.start);
  const [before, after] = [edits[index]?.span, edits[index + 1]?.span];
  if (before && (before.start === span.start || before.end > span.start)) return undefined;
  if (after && after.start < span.end) return undefined;
  return index + 1;
}

/** A text with edits made, which are in order and do not meet. */
export function edited(text: string, edits: readonly Edit[]): string {
  let at = 0;
  const parts: string[] = [];
  for (const { span, text: replacement } of edits) {
    parts.push(text.slice(at, span.start), replacement);
    at = span.end;
  }
  return [...parts, text.slice(at)].join('');
}
