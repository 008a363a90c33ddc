import { type Advised, perhaps } from '../../diagnostic/advice.ts';
import type { Name } from '../../syntax/tree.ts';
import { didYouMean, nearest } from '../../util/did-you-mean.ts';
import { shorten } from '../../util/shorten.ts';
import type { Findings } from '../findings.ts';
import type { TemplateFault } from './template.ts';

interface Said extends Partial<Advised> {
  readonly rule: 'unknown-name' | 'bad-expression' | 'bad-range';
  readonly message: string;
}

/** Says what is wrong with the braces of a word; the variables are those of the loops around. */
export function faultOfTemplate({ inside, fault }: TemplateFault, variables: readonly string[]): Said {
  switch (fault.code) {
    case 'range':
      return {
        rule: 'bad-range',
        message: `Ranges do not stand in a \`for\`: \`{${shorten(inside)}}\` would be an expression here.`,
        help: `write a \`for\` of its own: \`for ${freeName(variables)} in ${shorten(inside.replace(/,/g, ', '))} < … >\``,
      };
    case 'unknown-variable': {
      const best = nearest(fault.name, variables);
      const hint = didYouMean(best);
      const known = variables.map((name) => `\`${name}\``).join(', ');
      return {
        rule: 'unknown-name',
        message: `There is no variable \`${shorten(fault.name)}\` here${hint || '.'}`,
        ...(hint || !known
          ? perhaps(best, fault.name)
          : {
              help: `there ${variables.length === 1 ? 'is' : 'are'} ${known}`,
              advice: { write: variables, of: fault.name },
            }),
      };
    }
    case 'unreadable':
      return {
        rule: 'bad-expression',
        message: fault.at
          ? `\`{${shorten(inside)}}\` cannot be calculated: \`${shorten(fault.at)}\` does not belong there.`
          : `\`{${shorten(inside)}}\` cannot be calculated: it ends too early.`,
        help: 'an expression has integers, variables, `+ - * / %` and parentheses: `{(i+1)*2}`',
      };
  }
}

function freeName(variables: readonly string[]): string {
  return ['i', 'j', 'k', 'l', 'm'].find((name) => !variables.includes(name)) ?? 'n';
}

/** Reports it; what the word would have named is not called unknown elsewhere. */
export function report({ rule, message, ...help }: Said, name: Name, findings: Findings): void {
  findings.error(rule, name.span, message, help);
  findings.skip(name.text);
}

/** The values of a loop written as braces, or as another language writes a range, in a lab's way. */
export function foreignRange(text: string, alone: boolean, variables: readonly string[]): string | undefined {
  const braces = /^\{([^{}]*(?:\.\.|,)[^{}]*)\}$/.exec(text)?.[1];
  if (braces !== undefined)
    return braces.includes('..') ? calculated(braces, variables) : braces.split(',').join(', ');
  const numbers = alone ? /^(-?\d+)(?:-|:|\.\.\.?|\.\.=|to)(-?\d+):?$/.exec(text) : undefined;
  const right = numbers ? `${numbers[1]}..${numbers[2]}` : text;
  return right === text ? undefined : right;
}

function calculated(range: string, variables: readonly string[]): string {
  const bounds = range.split('..');
  const needs = (bound: string): boolean => variables.includes(bound) || /\w[-+*/%(]/.test(bound);
  return bounds.map((bound) => (needs(bound) ? `{${bound}}` : bound)).join('..');
}
