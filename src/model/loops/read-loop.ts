import { keywords } from '../../../grammar/words.ts';
import { toWrite } from '../../diagnostic/advice.ts';
import { type Name, type Statement, valueOf, valuesOf } from '../../syntax/tree.ts';
import { shorten } from '../../util/shorten.ts';
import { type Findings, isReported } from '../findings.ts';
import { type Item, isItem, readItem } from './items.ts';
import { faultOfTemplate, foreignRange, report } from './loop-faults.ts';
import {
  hasBraces,
  isTemplateFault,
  readTemplate,
  type Template,
  type TemplateFault,
  variablesIn,
} from './template.ts';

/** A loop that can be run: names looked up, expressions read, each once for all its copies. */
export interface Loop {
  readonly statement: Statement;
  /** How many loops are around it. */
  readonly depth: number;
  readonly variable: string;
  readonly items: readonly { readonly item: Item; readonly name: Name }[];
  readonly body: readonly (Pattern | Loop)[];
  /** The loops in its block, at whatever depth. */
  readonly inner: readonly Loop[];
  /** The statements that each copy has, those of the loops inside left out. */
  readonly size: number;
}

/** A statement to be copied. */
export interface Pattern {
  readonly statement: Statement;
  readonly slots: readonly (readonly [slot: string, words: readonly Word[]])[];
  readonly children: readonly (Pattern | Loop)[];
}

export interface Word {
  readonly name: Name;
  /** Missing where the word is the same in every copy. */
  readonly template: Template | undefined;
}

/** Reads a loop, and says what in it is wrong in every copy; nothing where it cannot be run. */
export function readLoop(
  statement: Statement,
  around: readonly Name[],
  findings: Findings,
): Loop | undefined {
  const variable = valueOf(statement, 'variable');
  const items = readItems(statement, around, findings);
  if (!variable || items.length === 0 || !isNewVariable(variable, around, findings)) {
    skip(statement, findings);
    return undefined;
  }
  findings.mentions.declare(variable, 'variable', variable);
  const body = statement.children.flatMap((child) => readChild(child, [...around, variable], findings));
  return {
    statement,
    depth: around.length,
    variable: variable.text,
    items,
    body,
    inner: body.flatMap(loopsIn),
    size: body.reduce((sum, part) => sum + sizeOf(part), 0),
  };
}

export function isLoop(part: Pattern | Loop): part is Loop {
  return 'items' in part;
}

function loopsIn(part: Pattern | Loop): readonly Loop[] {
  return isLoop(part) ? [part] : part.children.flatMap(loopsIn);
}

function sizeOf(part: Pattern | Loop): number {
  return isLoop(part) ? 0 : part.children.reduce((sum, child) => sum + sizeOf(child), 1);
}

function readItems(statement: Statement, around: readonly Name[], findings: Findings): Loop['items'] {
  const variables = around.map(({ text }) => text);
  const names = valuesOf(statement, 'values');
  const items: { item: Item; name: Name }[] = [];
  for (const name of names) {
    const right = foreignRange(name.text, names.length === 1, variables);
    if (right !== undefined) {
      const message = `\`${shorten(name.text)}\` is not how a \`for\` has its values.`;
      findings.error('bad-range', name.span, message, toWrite(right));
    } else mention(readTemplate(name.text, variables), name, around, findings);
    for (const text of (right ?? name.text).split(', ')) {
      const item = readItem(text, variables);
      if (isItem(item)) items.push({ item, name });
      else if ('message' in item) {
        const { message, ...help } = item;
        findings.error('bad-range', name.span, message, help);
      } else report(faultOfTemplate(item, variables), name, findings);
    }
  }
  return items;
}

/** Why a text is no name of a variable. */
export function variableFault(text: string): string | undefined {
  return /^[A-Za-z_]\w*$/.test(text) ? undefined : 'it has letters, digits and `_`, and begins with no digit';
}

/** Whether a name can be that of a variable; says so where it cannot, or should not. */
function isNewVariable({ text, span }: Name, around: readonly Name[], findings: Findings): boolean {
  const known = around.find((one) => one.text === text);
  if (known) {
    findings.error('duplicate-name', span, `There is a variable \`${shorten(text)}\` already.`, {
      help: 'choose another name for one of them',
      related: [{ span: known.span, message: 'first used here' }],
    });
    return false;
  }
  const why = variableFault(text);
  if (why !== undefined) {
    if (isReported({ text, span })) return false;
    findings.error('bad-name', span, `\`${shorten(text)}\` is no name of a variable: ${why}.`);
    return false;
  }
  if (keywords.has(text) || text === 'in') {
    findings.error('bad-name', span, `\`${text}\` is a word of the language, and no name of a variable.`, {
      help: 'choose another, such as `i`',
    });
  }
  return true;
}

function readChild(
  statement: Statement,
  variables: readonly Name[],
  findings: Findings,
): readonly (Pattern | Loop)[] {
  if (statement.word.loop) {
    const loop = readLoop(statement, variables, findings);
    return loop ? [loop] : [];
  }
  const slots = [...statement.values].map(
    ([slot, words]) => [slot, words.map((name) => readWord(name, variables, findings))] as const,
  );
  return [
    {
      statement,
      slots,
      children: statement.children.flatMap((child) => readChild(child, variables, findings)),
    },
  ];
}

function readWord(name: Name, around: readonly Name[], findings: Findings): Word {
  if (!hasBraces(name.text) || !isClosed(name.text)) return { name, template: undefined };
  const variables = around.map(({ text }) => text);
  const template = readTemplate(name.text, variables);
  mention(template, name, around, findings);
  if (!isTemplateFault(template)) return { name, template };
  report(faultOfTemplate(template, variables), name, findings);
  findings.lost.push(name.span);
  return { name: { ...name, text: emptied(name.text) }, template: undefined };
}

/** Keeps which variables a word names, and where. */
function mention(
  template: Template | TemplateFault,
  { text, span }: Name,
  around: readonly Name[],
  { mentions }: Findings,
): void {
  if (isTemplateFault(template) || span.end - span.start !== text.length) return;
  for (const { name, index, at } of variablesIn(template)) {
    const start = span.start + at;
    const word = { text: name, span: { start, end: start + name.length } };
    mentions.refer(word, 'variable', around[index] as Name);
  }
}

/** A word of which something has been said already: its braces are no ranges, and it names nothing. */
export function emptied(text: string): string {
  return text.replace(/\{[^{}]*\}/g, '{ }');
}

/** Whether every brace has its other: where one has not, the parser has said so. */
function isClosed(text: string): boolean {
  return !/[{}]/.test(text.replace(/\{[^{}]+\}/g, ''));
}

/** What stands in a loop that cannot be run is not called unknown elsewhere. */
function skip(statement: Statement, findings: Findings): void {
  findings.lost.push(statement.span);
  for (const child of statement.children) {
    for (const name of [...child.values.values()].flat()) findings.skip(name.text);
    skip(child, findings);
  }
}
