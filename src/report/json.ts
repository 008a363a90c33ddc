import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { SourceText } from '../text/source-text.ts';
import type { Span } from '../text/span.ts';

interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A finding as one flat object for machines: lines and columns from 1, the end behind the last character. */
export interface JsonFinding extends Place {
  readonly file: string;
  readonly rule: string;
  readonly severity: Diagnostic['severity'];
  readonly message: string;
  readonly help?: string;
  readonly related?: readonly (Place & { readonly message: string })[];
}

export function toJson(diagnostic: Diagnostic, source: SourceText): JsonFinding {
  const { rule, severity, message, help, related } = diagnostic;
  return {
    file: source.name,
    rule,
    severity,
    message,
    ...place(source, diagnostic.span),
    ...(help === undefined ? {} : { help }),
    ...(related
      ? { related: related.map((one) => ({ ...place(source, one.span), message: one.message })) }
      : {}),
  };
}

function place(source: SourceText, { start, end }: Span): Place {
  const from = source.positionAt(start);
  const to = source.positionAt(end);
  return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
}
