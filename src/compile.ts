import { runChecks } from './check/run-checks.ts';
import { type Levels, levelsForScripts } from './check/severities.ts';
import { type Diagnostic, isError } from './diagnostic/diagnostic.ts';
import { tidy } from './diagnostic/tidy.ts';
import { buildModel } from './model/build-model.ts';
import type { Host, Lab } from './model/lab.ts';
import { buildPlan } from './plan/build-plan.ts';
import type { Plan } from './plan/plan.ts';
import { renderScript, renderTeardown } from './render/render.ts';
import { parse } from './syntax/parse.ts';
import type { Tree } from './syntax/tree.ts';
import type { SourceText } from './text/source-text.ts';

/** What a lab file says. */
interface Reading {
  readonly source: SourceText;
  readonly tree: Tree;
  readonly lab: Lab;
  /** What could not be read or resolved: with any of these there is no script, whatever is asked. */
  readonly broken: readonly Diagnostic[];
}

/** Everything that can be known of a lab file without planning anything. */
export interface Analysis extends Reading {
  /** All findings, in source order, each place once. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface AnalyzeOptions {
  /** Severities that are to hold in place of the rules’ own, by the name of the rule. */
  readonly levels?: Levels;
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
export function read(source: SourceText): Reading {
  const { tree, diagnostics: syntax } = parse(source);
  const { lab, diagnostics: unresolved } = buildModel(tree, stemOf(source.name));
  return { source, tree, lab, broken: tidy([...syntax, ...unresolved]) };
}

/** What is read, and what the rules find in it. */
export function analyze(source: SourceText, options: AnalyzeOptions = {}): Analysis {
  const reading = read(source);
  const { tree, lab, broken } = reading;
  const found = runChecks(lab, tree, source, options.levels ?? noLevels, broken);
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
