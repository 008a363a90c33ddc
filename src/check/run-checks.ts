import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { Network } from '../forwarding/network.ts';
import { type Lab, nodesOf } from '../model/lab.ts';
import type { Tree } from '../syntax/tree.ts';
import type { SourceText } from '../text/source-text.ts';
import { heedIgnores } from './ignores.ts';
import type { Rule, Subject } from './rule.ts';
import { rules } from './rules.ts';
import { type Level, severityOf } from './severities.ts';

/** Levels that the caller sets, by the name of the rule. */
export type Levels = ReadonlyMap<string, Level>;

/** What the rules find in a lab, what the file switches off aside. */
export function runChecks(lab: Lab, tree: Tree, source: SourceText, levels: Levels): readonly Diagnostic[] {
  const subject: Subject = {
    lab,
    nodes: lab.hosts.flatMap(nodesOf),
    network: new Network(lab),
    tree,
    source,
  };
  const found = rules.flatMap((rule) => findingsOf(rule, subject, levels));
  const unsure = subject.nodes.some((node) => node.damaged || node.devices.some(({ loose }) => loose));
  return heedIgnores(found, tree, source, levels, unsure);
}

function findingsOf(rule: Rule, subject: Subject, levels: Levels): readonly Diagnostic[] {
  const level = levels.get(rule.name);
  if (level === 'off') return [];
  const found: Diagnostic[] = [];
  for (const { given, ...finding } of rule.check(subject)) {
    const severity = level ?? severityOf(rule.name, given);
    found.push({ rule: rule.name, severity, ...finding });
  }
  return found;
}
