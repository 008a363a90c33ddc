import type { Analysis } from '../compile.ts';
import { type DocumentSymbol, documentSymbols } from './symbols.ts';

export interface WorkspaceSymbol {
  readonly analysis: Analysis;
  readonly symbol: DocumentSymbol;
  /** The names of what it stands in, the outermost first. */
  readonly container: readonly string[];
}

/** The hosts, namespaces and devices of several files whose names hold the letters of a query, in that order. */
export function workspaceSymbols(analyses: readonly Analysis[], query: string): readonly WorkspaceSymbol[] {
  const letters = [...query.toLowerCase()];
  return analyses.flatMap((analysis) =>
    documentSymbols(analysis)
      .flatMap((symbol) => withInside(analysis, symbol, []))
      .filter(({ symbol }) => symbol.kind !== 'loop' && holds(symbol.name.toLowerCase(), letters)),
  );
}

function withInside(
  analysis: Analysis,
  symbol: DocumentSymbol,
  container: readonly string[],
): readonly WorkspaceSymbol[] {
  const inside = symbol.kind === 'loop' ? container : [...container, symbol.name];
  return [
    { analysis, symbol, container },
    ...symbol.children.flatMap((child) => withInside(analysis, child, inside)),
  ];
}

function holds(name: string, letters: readonly string[]): boolean {
  let from = 0;
  return letters.every((letter) => {
    const at = name.indexOf(letter, from);
    from = at + letter.length;
    return at >= 0;
  });
}
