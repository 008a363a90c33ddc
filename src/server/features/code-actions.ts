import { CodeActionKind } from 'vscode-languageserver/node';
import { analyze } from '../../compile.ts';
import { type CodeAction, codeActions } from '../../service/code-actions.ts';
import { codeActionOf, spanOf } from '../convert.ts';
import type { Feature } from '../feature.ts';

const kinds: Readonly<Record<CodeAction['kind'], string>> = {
  quickfix: CodeActionKind.QuickFix,
  refactor: CodeActionKind.Refactor,
  'source.fixAll': `${CodeActionKind.SourceFixAll}.netgen`,
};

export const actions: Feature = {
  offers: () => ({ codeActionProvider: { codeActionKinds: Object.values(kinds) } }),
  listen: (session) =>
    session.connection.onCodeAction(
      session.answering('code actions', [], ({ document, analysis }, { range, context }) => {
        const { levels } = session.settings;
        const only = kindsOf(context.only);
        if (only.length === 0) return [];
        const found = codeActions(analysis, spanOf(document, range), {
          only,
          again: (source) => analyze(source, { levels, before: analysis }),
        });
        return found.map((action) =>
          codeActionOf(
            document,
            { ...action, kind: kinds[action.kind] },
            context.diagnostics,
            session.client,
          ),
        );
      }),
    ),
};

/** The kinds that a client asks for: those it names, and those below them. */
function kindsOf(only: readonly string[] | undefined): readonly CodeAction['kind'][] {
  const all = Object.keys(kinds) as CodeAction['kind'][];
  if (!only) return all;
  return all.filter((kind) => only.some((one) => one === '' || `${kinds[kind]}.`.startsWith(`${one}.`)));
}
