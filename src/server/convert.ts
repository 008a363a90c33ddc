import {
  type CodeDescription,
  type CompletionItem,
  CompletionItemKind,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
  InsertTextFormat,
  type CodeAction as LspCodeAction,
  type Diagnostic as LspDiagnostic,
  type Hover as LspHover,
  type InlayHint as LspInlayHint,
  type MarkupContent,
  MarkupKind,
  type Position,
  type Range,
  TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Diagnostic, Edit } from '../diagnostic/diagnostic.ts';
import type { CodeAction } from '../service/code-actions.ts';
import type { Completion, CompletionKind } from '../service/completion.ts';
import type { Hover } from '../service/hover.ts';
import type { InlayHint } from '../service/inlay-hints.ts';
import type { Span } from '../text/span.ts';

// The only place where lines and columns count from 0, and columns in UTF-16 code units.

/** A text with the positions of its offsets. */
export type Text = Pick<TextDocument, 'uri' | 'version' | 'positionAt' | 'offsetAt'>;

/** What of a diagnostic a client can show. */
export interface DiagnosticAbilities {
  readonly related: boolean;
  readonly tags: boolean;
  readonly descriptions: boolean;
}

export function offsetOf(text: Text, position: Position): number {
  return text.offsetAt(position);
}

export function spanOf(text: Text, range: Range): Span {
  return { start: text.offsetAt(range.start), end: text.offsetAt(range.end) };
}

export function rangeOf(text: Text, { start, end }: Span): Range {
  return { start: text.positionAt(start), end: text.positionAt(end) };
}

export function textEditsOf(text: Text, edits: readonly Edit[]): TextEdit[] {
  return edits.map(({ span, text: replacement }) => TextEdit.replace(rangeOf(text, span), replacement));
}

/** What of a change a client understands. */
export interface EditAbilities {
  readonly versionedEdits: boolean;
}

/** What of a completion a client can show. */
export interface CompletionAbilities extends MarkdownAbilities {
  readonly snippets: boolean;
}

export interface MarkdownAbilities {
  readonly markdown: boolean;
}

/** A finding as the protocol has it; `docs` is where the pages are. */
export function diagnosticOf(
  text: Text,
  { rule, severity, span, message, help, related = [] }: Diagnostic,
  can: DiagnosticAbilities,
  docs: string,
): LspDiagnostic {
  const codeDescription: CodeDescription = { href: `${docs}/rules/${rule}.md` };
  return {
    range: rangeOf(text, span),
    severity: severity === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
    source: 'netgen',
    code: rule,
    message: help === undefined ? message : `${message}\nhelp: ${help}`,
    ...(can.descriptions ? { codeDescription } : {}),
    ...(can.tags && /^(unused|idle)-/.test(rule) ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    ...(can.related && related.length > 0
      ? {
          relatedInformation: related.map(
            (one): DiagnosticRelatedInformation => ({
              location: { uri: text.uri, range: rangeOf(text, one.span) },
              message: one.message,
            }),
          ),
        }
      : {}),
  };
}

const completionKinds: Readonly<Record<CompletionKind, CompletionItemKind>> = {
  keyword: CompletionItemKind.Keyword,
  host: CompletionItemKind.Module,
  node: CompletionItemKind.Class,
  device: CompletionItemKind.Interface,
  address: CompletionItemKind.Value,
  prefix: CompletionItemKind.Value,
  value: CompletionItemKind.EnumMember,
};

/** Something to write; `index` is its place among the others. */
export function completionOf(
  text: Text,
  { kind, text: written, snippet, detail, markdown, span }: Completion,
  index: number,
  can: CompletionAbilities,
): CompletionItem {
  const asSnippet = can.snippets && snippet !== undefined;
  return {
    label: written,
    kind: completionKinds[kind],
    detail,
    sortText: String(index).padStart(4, '0'),
    filterText: written,
    textEdit: TextEdit.replace(rangeOf(text, span), asSnippet ? snippet : written),
    ...(asSnippet ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
    ...(markdown === undefined ? {} : { documentation: markup(markdown, can.markdown) }),
  };
}

export function hoverOf(text: Text, { span, markdown }: Hover, can: MarkdownAbilities): LspHover {
  return { range: rangeOf(text, span), contents: markup(markdown, can.markdown) };
}

/** Markdown as it is, for a client that cannot show it as plain text. */
function markup(value: string, asMarkdown: boolean): MarkupContent {
  return { kind: asMarkdown ? MarkupKind.Markdown : MarkupKind.PlainText, value };
}

export function inlayHintOf(text: Text, { offset, text: label }: InlayHint): LspInlayHint {
  return { position: text.positionAt(offset), label, paddingLeft: true };
}

/** A change as the protocol has it, with those of the client's diagnostics that it answers. */
export function codeActionOf(
  text: Text,
  { title, kind, edits, diagnostic, preferred }: Omit<CodeAction, 'kind'> & { readonly kind: string },
  shown: readonly LspDiagnostic[],
  can: EditAbilities,
): LspCodeAction {
  const range = diagnostic && rangeOf(text, diagnostic.span);
  const answered = shown.filter((one) => one.code === diagnostic?.rule && range && same(one.range, range));
  return {
    title,
    kind,
    edit: workspaceEditOf(text, edits, can),
    ...(answered.length > 0 ? { diagnostics: answered } : {}),
    ...(preferred ? { isPreferred: true } : {}),
  };
}

export function workspaceEditOf(
  text: Text,
  edits: readonly Edit[],
  { versionedEdits }: EditAbilities,
): WorkspaceEdit {
  const { uri, version } = text;
  const changes = textEditsOf(text, edits);
  if (!versionedEdits) return { changes: { [uri]: changes } };
  return { documentChanges: [{ textDocument: { uri, version }, edits: changes }] };
}

function same(one: Range, other: Range): boolean {
  return samePlace(one.start, other.start) && samePlace(one.end, other.end);
}

function samePlace(one: Position, other: Position): boolean {
  return one.line === other.line && one.character === other.character;
}

/** Where the analysis itself failed. */
export function faultAtStart(docs: string): LspDiagnostic {
  const start = { line: 0, character: 0 };
  return {
    range: { start, end: start },
    severity: DiagnosticSeverity.Error,
    source: 'netgen',
    code: 'internal-error',
    codeDescription: { href: `${docs}/rules/internal-error.md` },
    message:
      'A fault in netgen kept it from reading the file.\nhelp: please report it; the log says what happened',
  };
}
