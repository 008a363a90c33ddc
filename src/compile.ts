import type { Rule } from './check/rule.ts';
import { runChecks } from './check/run-checks.ts';
import { type Levels, levelsForScripts } from './check/severities.ts';
import { type Diagnostic, isError } from './diagnostic/diagnostic.ts';
import { tidy } from './diagnostic/tidy.ts';
import { continueNetwork } from './forwarding/network.ts';
import { buildModel, type Model } from './model/build-model.ts';
import type { Host, Lab } from './model/lab.ts';
import type { Mention } from './model/mentions.ts';
import { retake } from './model/retake.ts';
import { buildPlan } from './plan/build-plan.ts';
import type { Plan } from './plan/plan.ts';
import { renderScript, renderTeardown } from './render/render.ts';
import { continueParsing, parse, type Syntax } from './syntax/parse.ts';
import type { Tree } from './syntax/tree.ts';
import type { SourceText } from './text/source-text.ts';
import { finish } from './util/finish.ts';

/** What a lab file says. */
interface Reading {
  readonly source: SourceText;
  readonly syntax: Syntax;
  readonly tree: Tree;
  readonly lab: Lab;
  /** What the names in the source stand for, in the order in which they were resolved. */
  readonly mentions: readonly Mention[];
  /** What could not be read or resolved: with any of these there is no script, whatever is asked. */
  readonly broken: readonly Diagnostic[];
  readonly model: Model;
}

/** Everything that can be known of a lab file without planning anything. */
export interface Analysis extends Reading {
  /** All findings, in source order, each place once. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface AnalyzeOptions {
  /** Severities that are to hold in place of the rules’ own, by the name of the rule. */
  readonly levels?: Levels;
  /** The rules that look; else all. */
  readonly rules?: readonly Rule[];
  /** Of the same file a version before: what has not changed since is not read again. The outcome is the same. */
  readonly before?: Analysis | undefined;
  /**
   * The same, of one that nobody looks at any more: what it refers to becomes part of the new analysis, and is moved. That
   * is faster where little changes.
   */
  readonly replaced?: Analysis | undefined;
}

export interface CompileOptions extends AnalyzeOptions {
  /** Scripts although rules found errors. */
  readonly force?: boolean;
  /** Scripts that do `down` alone. */
  readonly teardown?: boolean;
}

export interface Compilation extends Analysis {
  /** One for each host, in the lab's order; none where there is an error. */
  readonly scripts: readonly Script[];
}

export interface Script {
  /** Undefined where the lab has no `host`. */
  readonly host: string | undefined;
  readonly plan: Plan;
  readonly text: string;
}

/** text → syntax tree → model. Never throws on anything that a user can write. */
export function read(source: SourceText, { before, replaced }: AnalyzeOptions = {}): Reading {
  const old = replaced ?? before;
  const known = old && !usedUp.has(old.model) ? old : undefined;
  const again = known && known === replaced ? continueReading(source, known) : undefined;
  if (again) return again;
  const syntax = parse(source, known?.syntax);
  return readingOf(source, syntax, buildModel(syntax.tree, stemOf(source.name)));
}

/** Models that are part of that of a later version. */
const usedUp = new WeakSet<Model>();

/** The same with what an analysis of the version before knows, where nothing is wrong; nothing where that cannot be done. */
function continueReading(source: SourceText, { model, broken, ...before }: Analysis): Reading | undefined {
  if (broken.length > 0 || before.source.name !== source.name) return undefined;
  const syntax = continueParsing(source, before.syntax);
  if (!syntax) return undefined;
  usedUp.add(model);
  const again = retake(model, syntax.tree, syntax);
  if (!again) return readingOf(source, syntax, buildModel(syntax.tree, stemOf(source.name)));
  continueNetwork(again.model.lab, model.lab, again.nodes);
  return readingOf(source, syntax, again.model);
}

function readingOf(source: SourceText, syntax: Syntax, model: Model): Reading {
  const { lab, diagnostics, mentions } = model;
  const broken = tidy([...syntax.diagnostics, ...diagnostics]);
  return { source, syntax, tree: syntax.tree, lab, mentions, broken, model };
}

/** What is read, and what the rules find in it. */
export function analyze(source: SourceText, options: AnalyzeOptions = {}): Analysis {
  return finish(analyzing(source, options));
}

/** The same in steps, for those who have other things to do between them. */
export function* analyzing(source: SourceText, options: AnalyzeOptions = {}): Generator<void, Analysis> {
  const reading = read(source, options);
  yield;
  const { tree, lab, broken } = reading;
  const found = yield* runChecks(lab, tree, source, options.levels ?? noLevels, broken, options.rules);
  return { ...reading, diagnostics: tidy([...broken, ...found]) };
}

/** analysis → plan → script, for each host of the lab. */
export function compile(source: SourceText, options: CompileOptions = {}): Compilation {
  const analysis = analyze(source, { levels: levelsForScripts(options.levels ?? noLevels) });
  const against = options.force ? analysis.broken : analysis.diagnostics;
  if (against.some(isError)) return { ...analysis, scripts: [] };
  if (analysis.lab.name === '')
    return { ...analysis, diagnostics: tidy([...analysis.diagnostics, nameless]), scripts: [] };
  const scripts = analysis.lab.hosts.map((host) => scriptOf(analysis.lab, host, source, options));
  return { ...analysis, scripts };
}

function scriptOf(lab: Lab, host: Host, source: SourceText, options: CompileOptions): Script {
  const plan = buildPlan(lab, host);
  const text = options.teardown ? renderTeardown(plan, source) : renderScript(plan, source);
  return { host: host.name, plan, text };
}

const nameless: Diagnostic = {
  rule: 'unnamed-lab',
  severity: 'error',
  span: { start: 0, end: 0 },
  message: 'The lab has no name, and standard input has no file name to take it from.',
  help: 'write `lab NAME` in it',
};

const noLevels: Levels = new Map();

/** The name of a file without folders and ending: the lab's name where it has no `lab` statement. */
function stemOf(name: string): string | undefined {
  if (name === '-') return undefined;
  const base = name.split(/[/\\]/).pop() ?? '';
  return base.replace(/(?<=.)\.[^.]*$/, '');
}
