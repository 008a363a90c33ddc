import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { SourceText } from '../text/source-text.ts';
import { type Place, placeOf } from './place.ts';
import type { Report } from './report.ts';

/** A finding as one flat object for machines: lines and columns from 1, the end behind the last character. */
export interface JsonFinding extends Place {
  readonly file: string;
  readonly rule: string;
  readonly severity: Diagnostic['severity'];
  readonly message: string;
  readonly help?: string;
  readonly related?: readonly (Place & { readonly message: string })[];
  readonly fix?: { readonly title: string; readonly edits: readonly (Place & { readonly text: string })[] };
}

export function toJson(diagnostic: Diagnostic, source: SourceText): JsonFinding {
  const { rule, severity, message, help, related, fix } = diagnostic;
  return {
    file: source.name,
    rule,
    severity,
    message,
    ...placeOf(source, diagnostic.span),
    ...(help === undefined ? {} : { help }),
    ...(related
      ? { related: related.map((one) => ({ ...placeOf(source, one.span), message: one.message })) }
      : {}),
    ...(fix
      ? {
          fix: {
            title: fix.title,
            edits: fix.edits.map(({ span, text }) => ({ ...placeOf(source, span), text })),
          },
        }
      : {}),
  };
}

/** One array of all findings. */
export function json({ files }: Report): string {
  const findings = files.flatMap(({ source, diagnostics }) =>
    diagnostics.map((diagnostic) => toJson(diagnostic, source)),
  );
  return `${JSON.stringify(findings, null, 2)}\n`;
}
