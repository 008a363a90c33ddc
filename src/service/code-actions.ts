import { type Analysis, analyze } from '../compile.ts';
import { edited } from '../diagnostic/apply-fixes.ts';
import type { Diagnostic, Edit } from '../diagnostic/diagnostic.ts';
import { SourceText } from '../text/source-text.ts';
import type { Span } from '../text/span.ts';
import { type Outcome, outcomeOf } from './actions/answers.ts';
import { Bench } from './actions/bench.ts';
import { fixAll } from './actions/fix-all.ts';
import { refactors } from './actions/refactors.ts';
import { remedies } from './actions/remedies.ts';
import type { Offer } from './actions/remedy.ts';
import type { Again } from './rename.ts';

/** A change that an editor offers at a place. */
export interface CodeAction {
  /** As the menu says it. */
  readonly title: string;
  readonly kind: 'quickfix' | 'source.fixAll' | 'refactor';
  /** In source order, none overlapping another. */
  readonly edits: readonly Edit[];
  /** The finding that it answers. */
  readonly diagnostic?: Diagnostic;
  /** The likeliest of those that answer one finding. */
  readonly preferred?: boolean;
}

export interface ActionOptions {
  /** The kinds that are asked for; all where it is not said. */
  readonly only?: readonly CodeAction['kind'][];
  readonly again?: Again;
}

/**
 * What a remedy does is tried before it is offered, but a menu has to open at once: not in labs of more nodes than
 * this. There each remedy offers what it takes for the likeliest.
 */
const mostTried = 100;

/** What can be done about the findings that a stretch of source meets, and with what stands there. */
export function codeActions(
  analysis: Analysis,
  span: Span,
  options: ActionOptions = {},
): readonly CodeAction[] {
  const { only = ['quickfix', 'source.fixAll', 'refactor'], again = analyze } = options;
  const findings = analysis.diagnostics.filter(
    (one) => one.span.start <= span.end && span.start <= one.span.end,
  );
  const bench = new Bench(analysis, again);
  return [
    ...(only.includes('quickfix') ? findings.flatMap((one) => quickFixes(one, bench, analysis, again)) : []),
    ...fixAll(analysis, findings, again).filter(({ kind }) => only.includes(kind)),
    ...(only.includes('refactor') ? refactors(bench, span) : []),
  ];
}

function quickFixes(
  finding: Diagnostic,
  bench: Bench,
  analysis: Analysis,
  again: Again,
): readonly CodeAction[] {
  const isTried = bench.nodes.length <= mostTried;
  const good: Record<Outcome, (Offer & { cautious?: true | undefined })[]> = {
    clean: [],
    progress: [],
    none: [],
  };
  const seen = new Set<string>();
  for (const { rules, last, one, cautious, offers } of remedies) {
    if ((rules && !rules.includes(finding.rule)) || (last && good.clean.length > 0)) continue;
    for (const { title, edits } of offers(finding, bench)) {
      const sorted = edits.toSorted((a, b) => a.span.start - b.span.start);
      const text = edited(bench.text, sorted);
      if (seen.has(text) || seen.has(title) || text === bench.text) continue;
      seen.add(text);
      const after = isTried && again(new SourceText(analysis.source.name, text));
      const outcome = after ? outcomeOf(finding, sorted, analysis, after) : 'clean';
      if (outcome !== 'none') seen.add(title);
      good[outcome].push({ title, edits: sorted, cautious });
      if ((one || !isTried) && outcome === 'clean') break;
    }
  }
  const shown = good.clean.length > 0 ? good.clean : good.progress;
  return shown.map(({ title, edits, cautious }, index) => ({
    title,
    kind: 'quickfix',
    edits,
    diagnostic: finding,
    ...(index === 0 && !cautious ? { preferred: true } : {}),
  }));
}
