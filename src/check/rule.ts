import type { Advice } from '../diagnostic/advice.ts';
import type { Fix, Related } from '../diagnostic/diagnostic.ts';
import type { Network } from '../forwarding/network.ts';
import type { Lab, Node } from '../model/lab.ts';
import type { Tree } from '../syntax/tree.ts';
import type { SourceText } from '../text/source-text.ts';
import type { Span } from '../text/span.ts';

/** What a rule says of a place; `runChecks` adds the rule's name and its severity. */
export interface Finding {
  /** The smallest piece of source that is worth underlining. */
  readonly span: Span;
  /** One sentence: what is wrong, in the user's own words. */
  readonly message: string;
  /** What to do, with the text to write where there is one. */
  readonly help?: string;
  /** As data, what message and help say of it. */
  readonly advice?: Advice;
  readonly related?: readonly Related[];
  readonly fix?: Fix;
  /** A circumstance of the table of severities that holds here. */
  readonly given?: Circumstance;
  /** Where an error of another rule stands in one of these places, that is the mistake, and this follows from it. */
  readonly followsFrom?: readonly Span[];
}

/** What a rule may look at. */
export interface Subject {
  readonly lab: Lab;
  /** Every node of every host. */
  readonly nodes: readonly Node[];
  readonly network: Network;
  readonly tree: Tree;
  readonly source: SourceText;
}

/**
 * One mistake that people make. A rule says what it finds, in the lab's order and without looking at other rules; it
 * calls nothing missing in a node or segment that is unsure.
 */
export interface Rule {
  /** Kebab-case, after the mistake; stable, and never used again for another. */
  readonly name: string;
  /** One line for lists of rules. */
  readonly summary: string;
  readonly check: (subject: Subject) => Iterable<Finding>;
}

/** What can lower the severity of a finding. */
export type Circumstance =
  | 'unknown-members' // devices that the lab does not know may be on the segment: it has an uplink
  | 'root' // it is the machine's own namespace, whose other settings the lab does not know
  | 'nothing-beyond' // the lab has nothing that needs it
  | 'linux-alone' // Linux does not keep to the rule, other systems do
  | 'answered' // all that it leads to is on the segment, and answers there
  | 'harmless' // the kernel takes it, and nothing is lost by it
  | 'some-ways' // it depends on which of several ways a packet takes
  | 'unasked' // no expectation of the lab asks for it
  | 'unnumbered' // nobody on the segment has the address on-link, or device routes say what is
  | 'nested'; // one prefix lies in the other, and the longer one wins
