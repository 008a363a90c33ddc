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

/** In larger labs what a remedy does is not tried before it is offered: a menu has to open at once. */
const mostTried = 300;

/** What can be done about the findings that a stretch of source meets, and with what stands there. */
export function codeActions(analysis: Analysis, span: Span, again: Again = analyze): readonly CodeAction[] {
  const findings = analysis.diagnostics.filter(
    (one) => one.span.start <= span.end && span.start <= one.span.end,
  );
  const bench = new Bench(analysis);
  return [
    ...findings.flatMap((finding) => quickFixes(finding, bench, analysis, again)),
    ...fixAll(analysis, findings, again),
    ...refactors(bench, span),
  ];
}

type Again = (source: SourceText) => Analysis;

function quickFixes(
  finding: Diagnostic,
  bench: Bench,
  analysis: Analysis,
  again: Again,
): readonly CodeAction[] {
  const good: Record<Outcome, Offer[]> = { clean: [], progress: [], none: [] };
  const seen = new Set<string>();
  for (const { rules, last, one, offers } of remedies) {
    if ((rules && !rules.includes(finding.rule)) || (last && good.clean.length > 0)) continue;
    for (const { title, edits } of offers(finding, bench)) {
      const offer = { title, edits: edits.toSorted((a, b) => a.span.start - b.span.start) };
      const text = edited(bench.text, offer.edits);
      if (seen.has(text) || text === bench.text) continue;
      seen.add(text);
      const outcome =
        bench.nodes.length > mostTried
          ? 'clean'
          : outcomeOf(finding, offer.edits, analysis, again(new SourceText(analysis.source.name, text)));
      good[outcome].push(offer);
      if (one && outcome === 'clean') break;
    }
  }
  const shown = good.clean.length > 0 ? good.clean : good.progress;
  return shown
    .filter(({ title }, index) => shown.findIndex((other) => other.title === title) === index)
    .map((offer, index) => ({
      ...offer,
      kind: 'quickfix',
      diagnostic: finding,
      ...(index === 0 && !offer.title.startsWith('ignore ') ? { preferred: true } : {}),
    }));
}
