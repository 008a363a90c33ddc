import { perhaps } from '../diagnostic/advice.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { fixedRules } from '../diagnostic/fixed-rules.ts';
import type { Comment, Tree } from '../syntax/tree.ts';
import type { SourceText } from '../text/source-text.ts';
import type { Span } from '../text/span.ts';
import { didYouMean, nearest } from '../util/did-you-mean.ts';
import { rules } from './rules.ts';
import { type Levels, levelOf, severityOf } from './severities.ts';

/** A comment that switches a rule off on the line below it. */
interface Ignore {
  readonly span: Span;
  readonly rule: string;
  readonly why: string;
  /** The line (from 1) that it speaks of; 0 where it stands behind something. */
  readonly line: number;
}

type Fault = Required<Pick<Diagnostic, 'message' | 'help'>> & Pick<Diagnostic, 'advice'>;

const form = '# netgen-ignore RULE: why';

/** The rule about such comments themselves. */
export const unusedIgnore = {
  name: 'unused-ignore',
  summary: 'a `# netgen-ignore` comment hides nothing, names no rule, or does not say why',
} as const;

/** Leaves out what `# netgen-ignore RULE: why` on the line before hides, and says where such a comment hides nothing. */
export function heedIgnores(
  found: readonly Diagnostic[],
  tree: Tree,
  source: SourceText,
  levels: Levels,
  unsure: boolean,
): readonly Diagnostic[] {
  const ignores = ignoresOf(tree.comments, source);
  if (ignores.length === 0) return found;
  const used = new Set<Ignore>();
  const left = found.filter(({ rule, span }) => {
    const line = source.positionAt(span.start).line;
    const hiding = ignores.filter((one) => one.rule === rule && one.line === line);
    for (const one of hiding) used.add(one);
    return hiding.length === 0;
  });
  const idle = ignores.flatMap((ignore) => {
    const level = levels.get(unusedIgnore.name);
    // a rule that is off in this call finds nothing to hide
    if (level === 'off' || levelOf(ignore.rule, levels) === 'off') return [];
    const fault = faultOf(ignore, used.has(ignore), unsure);
    return fault
      ? [
          {
            ...fault,
            rule: unusedIgnore.name,
            severity: level ?? severityOf(unusedIgnore.name),
            span: ignore.span,
          },
        ]
      : [];
  });
  return [...left, ...idle];
}

/** What is wrong with a comment. In a lab that is not read as a whole, what it was to hide may yet be there. */
function faultOf({ rule, why, line }: Ignore, used: boolean, unsure: boolean): Fault | undefined {
  if (line === 0)
    return {
      message: 'Such a comment stands on a line of its own, above what it is for.',
      help: `write \`${form}\` on the line before`,
    };
  const known = rules.map(({ name }) => name);
  if (rule === '') return { message: 'This comment names no rule.', help: `write \`${form}\`` };
  if (!known.includes(rule)) return notSwitchable(rule, known);
  if (!used && !unsure)
    return { message: `\`${rule}\` finds nothing on the next line.`, help: 'remove this comment' };
  if (why === '')
    return {
      message: 'This comment does not say why.',
      help: `write \`${form}\``,
      advice: { write: [`# netgen-ignore ${rule}: it is meant`] },
    };
  return undefined;
}

function notSwitchable(rule: string, known: readonly string[]): Fault {
  if (rule === unusedIgnore.name)
    return {
      message: `\`${rule}\` is about these comments themselves, and is switched off by \`--rule ${rule}=off\` alone.`,
      help: 'remove this comment',
    };
  if (fixedRules.some(({ name }) => name === rule))
    return {
      message: `\`${rule}\` is about what cannot be read or resolved, and cannot be switched off.`,
      help: 'remove this comment, and mend what is wrong',
    };
  const best = nearest(rule, known);
  return {
    message: `There is no rule \`${rule}\`${didYouMean(best) || '.'}`,
    help: 'the name of the rule stands in brackets behind each finding',
    ...perhaps(best, rule),
  };
}

function ignoresOf(comments: readonly Comment[], source: SourceText): readonly Ignore[] {
  const found: Ignore[] = [];
  // from the last to the first: of several in a row each speaks of the line below all of them
  let below: { line: number; speaksOf: number } | undefined;
  for (const { span, ownLine } of comments.toReversed()) {
    const match = /^#\s*netgen-ignore\b:?\s*([^\s:]*)\s*:?\s*(.*)$/.exec(source.slice(span).trimEnd());
    if (!match) continue;
    if (!ownLine) {
      found.push({ span, rule: match[1] ?? '', why: match[2] ?? '', line: 0 });
      continue;
    }
    const line = source.positionAt(span.start).line;
    const speaksOf = below?.line === line + 1 ? below.speaksOf : line + 1;
    below = { line, speaksOf };
    found.push({ span, rule: match[1] ?? '', why: match[2] ?? '', line: speaksOf });
  }
  return found.toReversed();
}
