import {
  type CodeDescription,
  type CompletionItem,
  CompletionItemKind,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
  type DocumentHighlight,
  DocumentHighlightKind,
  type FoldingRange,
  FoldingRangeKind,
  InsertTextFormat,
  type Location,
  type CodeAction as LspCodeAction,
  type Diagnostic as LspDiagnostic,
  type DocumentSymbol as LspDocumentSymbol,
  type Hover as LspHover,
  type InlayHint as LspInlayHint,
  type MarkupContent,
  MarkupKind,
  type Position,
  type Range,
  type SelectionRange,
  SemanticTokenModifiers,
  SemanticTokensBuilder,
  type SemanticTokensLegend,
  SemanticTokenTypes,
  type SymbolInformation,
  SymbolKind,
  TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Diagnostic, Edit } from '../diagnostic/diagnostic.ts';
import type { CodeAction } from '../service/code-actions.ts';
import type { Completion, CompletionKind } from '../service/completion.ts';
import type { Fold } from '../service/folding.ts';
import type { Highlight } from '../service/highlights.ts';
import type { Hover } from '../service/hover.ts';
import type { InlayHint } from '../service/inlay-hints.ts';
import type { SemanticToken, TokenKind } from '../service/semantic-tokens.ts';
import type { DocumentSymbol } from '../service/symbols.ts';
import type { WorkspaceSymbol } from '../service/workspace-symbols.ts';
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

export function locationOf(text: Text, span: Span): Location {
  return { uri: text.uri, range: rangeOf(text, span) };
}

export function highlightOf(text: Text, { span, isDeclaration }: Highlight): DocumentHighlight {
  const kind = isDeclaration ? DocumentHighlightKind.Write : DocumentHighlightKind.Read;
  return { range: rangeOf(text, span), kind };
}

const symbolKinds: Readonly<Record<DocumentSymbol['kind'], SymbolKind>> = {
  lab: SymbolKind.File,
  host: SymbolKind.Module,
  namespace: SymbolKind.Namespace,
  bridge: SymbolKind.Class,
  veth: SymbolKind.Interface,
  lo: SymbolKind.Interface,
  uplink: SymbolKind.Interface,
  loop: SymbolKind.Array,
};

export function symbolOf(
  text: Text,
  { kind, name, detail, span, nameSpan, children }: DocumentSymbol,
): LspDocumentSymbol {
  return {
    name,
    detail,
    kind: symbolKinds[kind],
    range: rangeOf(text, span),
    selectionRange: rangeOf(text, nameSpan),
    children: children.map((child) => symbolOf(text, child)),
  };
}

export function workspaceSymbolOf(
  text: Text,
  { symbol: { kind, name, nameSpan }, container }: WorkspaceSymbol,
): SymbolInformation {
  const location = locationOf(text, nameSpan);
  return { name, kind: symbolKinds[kind], location, containerName: container.join(' ') };
}

/** The lines of a fold; the last stays in sight where something else stands on it. */
export function foldOf(text: Text, { span, kind }: Fold): FoldingRange {
  const { start, end } = rangeOf(text, span);
  return {
    startLine: start.line,
    endLine: end.line,
    ...(kind === 'comment' ? { kind: FoldingRangeKind.Comment } : {}),
  };
}

/** Spans, each within the next; a place where there is none is selected as it is. */
export function selectionOf(text: Text, spans: readonly Span[], position: Position): SelectionRange {
  const outer = spans.reduceRight<SelectionRange | undefined>((parent, span) => {
    const range = rangeOf(text, span);
    return parent ? { range, parent } : { range };
  }, undefined);
  return outer ?? { range: { start: position, end: position } };
}

/** As themes know them. */
const tokenTypes: Readonly<Record<TokenKind, SemanticTokenTypes>> = {
  keyword: SemanticTokenTypes.keyword,
  lab: SemanticTokenTypes.namespace,
  host: SemanticTokenTypes.namespace,
  namespace: SemanticTokenTypes.class,
  device: SemanticTokenTypes.property,
  variable: SemanticTokenTypes.variable,
  address: SemanticTokenTypes.string,
  number: SemanticTokenTypes.number,
  range: SemanticTokenTypes.enumMember,
  operator: SemanticTokenTypes.operator,
  comment: SemanticTokenTypes.comment,
};

export const tokenLegend: SemanticTokensLegend = {
  tokenTypes: [...new Set(Object.values(tokenTypes))],
  tokenModifiers: [SemanticTokenModifiers.declaration],
};

/** Each as five numbers, counted from the one before. */
export function tokensOf(text: Text, tokens: readonly SemanticToken[]): number[] {
  const builder = new SemanticTokensBuilder();
  for (const { span, kind, isDeclaration } of tokens) {
    const { line, character } = text.positionAt(span.start);
    const type = tokenLegend.tokenTypes.indexOf(tokenTypes[kind]);
    builder.push(line, character, span.end - span.start, type, isDeclaration ? 1 : 0);
  }
  return builder.build().data;
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
