import { type Diagnostic, isError } from '../diagnostic/diagnostic.ts';
import { Network } from '../forwarding/network.ts';
import { type Lab, type Node, nodesOf } from '../model/lab.ts';
import type { Tree } from '../syntax/tree.ts';
import type { SourceText } from '../text/source-text.ts';
import type { Span } from '../text/span.ts';
import { heedIgnores } from './ignores.ts';
import type { Rule, Subject } from './rule.ts';
import { rules } from './rules.ts';
import { type Levels, levelOf, severityOf } from './severities.ts';

/** What the rules find in a lab, what the file switches off aside. One step for each rule. */
export function* runChecks(
  lab: Lab,
  tree: Tree,
  source: SourceText,
  levels: Levels,
  broken: readonly Diagnostic[],
): Generator<undefined, readonly Diagnostic[]> {
  const subject: Subject = {
    lab,
    nodes: lab.hosts.flatMap(nodesOf),
    network: new Network(lab),
    tree,
    source,
  };
  const all: Found[] = [];
  for (const rule of rules) {
    yield;
    for (const one of findingsOf(rule, subject, levels)) all.push(one);
  }
  const found = causes(all, broken, subject.nodes);
  const unsure = subject.nodes.some((node) => node.damaged || node.devices.some(({ loose }) => loose));
  return heedIgnores(found, tree, source, levels, unsure);
}

interface Found {
  readonly diagnostic: Diagnostic;
  readonly followsFrom: readonly Span[] | undefined;
}

/** What is a mistake of its own: one mistake is one finding. */
function causes(
  found: readonly Found[],
  broken: readonly Diagnostic[],
  nodes: readonly Node[],
): readonly Diagnostic[] {
  const errors = [...broken, ...found.flatMap((one) => (one.followsFrom ? [] : one.diagnostic))].filter(
    isError,
  );
  // of what could not be read outside of a namespace it is not known whom it concerns
  const known = nodes.flatMap(({ kind, drawing }) => (kind === 'ns' ? drawing : []));
  const isVague = broken.some((one) => isError(one) && !known.some((place) => meets(place, one.span)));
  const isCause = ({ followsFrom }: Found): boolean =>
    !followsFrom || !(isVague || followsFrom.some((place) => errors.some(({ span }) => meets(place, span))));
  return found.filter(isCause).map(({ diagnostic }) => diagnostic);
}

function meets(one: Span, other: Span): boolean {
  return one.start < other.end && other.start < one.end;
}

function findingsOf(rule: Rule, subject: Subject, levels: Levels): readonly Found[] {
  const level = levelOf(rule.name, levels);
  if (level === 'off') return [];
  const found: Found[] = [];
  for (const { given, followsFrom, ...finding } of rule.check(subject)) {
    const severity = level ?? severityOf(rule.name, given);
    found.push({ diagnostic: { rule: rule.name, severity, ...finding }, followsFrom });
  }
  return found;
}
