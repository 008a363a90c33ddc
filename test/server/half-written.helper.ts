import { readFileSync } from 'node:fs';
import process from 'node:process';
import * as assert from 'uvu/assert';
import { type Analysis, analyze } from '../../src/compile.ts';
import { codeActions } from '../../src/service/code-actions.ts';
import { completions } from '../../src/service/completion.ts';
import { definition } from '../../src/service/definition.ts';
import { folding } from '../../src/service/folding.ts';
import { formatting } from '../../src/service/formatting.ts';
import { highlights } from '../../src/service/highlights.ts';
import { hover } from '../../src/service/hover.ts';
import { inlayHints } from '../../src/service/inlay-hints.ts';
import { lenses, lensTitle } from '../../src/service/lenses.ts';
import { references } from '../../src/service/references.ts';
import { prepareRename, rename } from '../../src/service/rename.ts';
import { selection } from '../../src/service/selection.ts';
import { semanticTokens } from '../../src/service/semantic-tokens.ts';
import { documentSymbols } from '../../src/service/symbols.ts';
import { workspaceSymbols } from '../../src/service/workspace-symbols.ts';
import { SourceText } from '../../src/text/source-text.ts';
import type { Span } from '../../src/text/span.ts';
import { exampleLab, fixtureFiles, smallFixtureLabs } from '../lab.helper.ts';
import { mistakes } from '../mistakes.helper.ts';

/** Every text under `fixtures` that is or was meant to be a lab, in order, each once. */
export function allTexts(): readonly string[] {
  const texts = [
    ...[...smallFixtureLabs(), exampleLab()].map(({ text }) => text),
    ...fixtureFiles().map((file) => readFileSync(file, 'utf8')),
    ...mistakes().map(({ text }) => text),
  ];
  return [...new Set(texts)].sort();
}

/** The prefixes of texts in order: those that a text shares with the one before are not given again. */
export function* prefixesOf(texts: readonly string[]): Generator<string> {
  let before: string | undefined;
  for (const text of texts) {
    let shared = -1;
    if (before !== undefined)
      while (shared < text.length && text[shared + 1] === before[shared + 1]) shared++;
    for (let end = before === undefined ? 0 : shared + 2; end <= text.length; end++) yield text.slice(0, end);
    before = text;
  }
}

/** Asks everything about a text that an editor may ask of it while the cursor is at a place. */
export function askEverything(text: string, offset: number, before?: Analysis): Analysis {
  const analysis = analyze(new SourceText('lab.net', text), { before });
  const faults = analysis.diagnostics.filter(({ rule }) => rule === 'internal-error');
  assert.equal(faults, [], text);
  const all = { start: 0, end: text.length };
  const line = { start: text.lastIndexOf('\n', offset - 1) + 1, end: offset };
  const answers: readonly { readonly span?: Span }[] = [
    ...completions(analysis, offset),
    ...[offset, offset - 1].flatMap((at) => hover(analysis, at) ?? []),
    ...inlayHints(analysis, line).map(({ offset: start }) => ({ span: { start, end: start } })),
    ...lenses(analysis),
    ...formatting(analysis, line),
    ...definition(analysis, offset).map((span) => ({ span })),
    ...references(analysis, offset, { declaration: true }).map((span) => ({ span })),
    ...highlights(analysis, offset),
    ...selection(analysis, offset).map((span) => ({ span })),
    ...folding(analysis),
    ...documentSymbols(analysis),
    ...workspaceSymbols([analysis], '').map(({ symbol }) => symbol),
    ...semanticTokens(analysis),
  ];
  prepareRename(analysis, offset);
  for (const lens of lenses(analysis)) lensTitle(analysis, lens);
  for (const { span = all } of answers)
    assert.ok(span.start >= 0 && span.start <= span.end && span.end <= text.length, text);
  return analysis;
}

/** What reads the changed text again. */
export function askForActions(analysis: Analysis, offset: number): void {
  const again = (source: SourceText): Analysis => analyze(source, { before: analysis });
  rename(analysis, offset, 'other', again);
  const { text } = analysis.source;
  for (const { edits } of codeActions(analysis, { start: Math.max(offset - 20, 0), end: offset }, { again }))
    for (const { span } of edits)
      assert.ok(span.start >= 0 && span.start <= span.end && span.end <= text.length, text);
}

/**
 * Every prefix of every fixture through all features, for `node tools/soak.mjs half-written`. `--actions N`: what reads
 * changed texts again, at one prefix of N; `--from N`: without the first N, for who goes on with a run that was ended.
 */
export function soak(args: readonly string[]): number {
  const numberOf = (option: string): number => Number(args[args.indexOf(option) + 1 || args.length] ?? 0);
  const [from, actions] = [numberOf('--from'), numberOf('--actions') || 1];
  const started = performance.now();
  const counts = { prefixes: 0, actions: 0, failed: 0 };
  let before: Analysis | undefined;
  for (const [index, text] of [...prefixesOf(allTexts())].entries()) {
    if (index < from) continue;
    try {
      before = askEverything(text, text.length, before);
      if (counts.prefixes % actions === 0) {
        askForActions(before, text.length);
        counts.actions++;
      }
    } catch (error) {
      counts.failed++;
      console.log(`FAIL ${JSON.stringify(text)}\n${error instanceof Error ? error.stack : error}`);
    }
    if (++counts.prefixes % 5000 === 0)
      console.log(`${from + counts.prefixes} prefixes, ${counts.failed} failed`);
  }
  const seconds = Math.round((performance.now() - started) / 1000);
  const cpu = Math.round(process.cpuUsage().user / 1e6);
  console.log(
    `${counts.prefixes} prefixes through all features, ${counts.actions} of them through actions and rename; ` +
      `${counts.failed} failed; ${seconds} s (${cpu} s of processor time)`,
  );
  return counts.failed > 0 ? 1 : 0;
}
