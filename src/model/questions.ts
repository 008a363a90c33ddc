import type { Name } from '../syntax/tree.ts';
import { oneNode, oneTarget } from './expectations.ts';
import { Findings } from './findings.ts';
import type { Lab, Node, Target } from './lab.ts';
import type { Scope } from './references.ts';

/** What a question names that is in the lab, or a sentence that says why it is not. */
export type Named<T> = { readonly found: T } | { readonly why: string };

/** A node by its name as `expect` takes it, of somebody who asks from outside the file: `ns1`, `root`, `left/ns1`, `left`. */
export function nodeNamed(lab: Lab, text: string): Named<Node> {
  return named(lab, text, oneNode);
}

/** What `expect` takes as a target: a node, `NODE:DEVICE` or an address. */
export function targetNamed(lab: Lab, text: string): Named<Target> {
  return named(lab, text, oneTarget);
}

function named<T>(
  { hosts }: Lab,
  text: string,
  read: (name: Name, scope: Scope, findings: Findings) => readonly T[],
): Named<T> {
  const findings = new Findings(new Set());
  const [found] = read({ text, span: { start: 0, end: 0 } }, { hosts, host: undefined }, findings);
  if (found !== undefined) return { found };
  const [first] = findings.diagnostics;
  const { message, help } = first ?? { message: `\`${text}\` names nothing`, help: undefined };
  return { why: help === undefined ? message : `${message.replace(/\.$/, '')}: ${help}` };
}
