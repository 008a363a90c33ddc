import { createHash } from 'node:crypto';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { SourceText } from '../text/source-text.ts';

/**
 * What a finding is known by when the lines around it move: its rule, its words and the text of its line, blanks
 * aside. The findings of one file that have all that in common are told apart by counting.
 */
export function fingerprints(diagnostics: readonly Diagnostic[], source: SourceText): readonly string[] {
  const seen = new Map<string, number>();
  return diagnostics.map(({ rule, span }) => {
    const line = source.slice(source.lineSpan(source.positionAt(span.start).line));
    const parts = [rule, source.slice(span), line].map((part) => part.trim().replace(/\s+/g, ' '));
    const hash = createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 16);
    const count = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, count);
    return `${hash}:${count}`;
  });
}
