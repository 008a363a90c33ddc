import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as assert from 'uvu/assert';
import { analyze, type Compilation, compile, read } from '../src/compile.ts';
import type { Diagnostic } from '../src/diagnostic/diagnostic.ts';
import type { Lab } from '../src/model/lab.ts';
import { SourceText } from '../src/text/source-text.ts';

/** The folder of the project, seen from the compiled tests. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

export interface FixtureLab {
  readonly name: string;
  readonly folder: string;
  readonly file: string;
  readonly text: string;
}

/** The labs under `fixtures/labs`: each has its folder, its lab file of the same name, and its scripts. */
export function fixtureLabs(): readonly FixtureLab[] {
  const labs = `${root}fixtures/labs`;
  return readdirSync(labs).map((name) => {
    const file = `${labs}/${name}/${name}.net`;
    return { name, folder: `${labs}/${name}`, file, text: readFileSync(file, 'utf8') };
  });
}

/** The lab of the example of a repository with labs in it. */
export function exampleLab(): FixtureLab {
  const folder = `${root}fixtures/repository/labs`;
  const file = `${folder}/office.net`;
  return { name: 'office', folder, file, text: readFileSync(file, 'utf8') };
}

/** Small labs under `fixtures/forwarding`, each about what Linux does with a packet. */
export function forwardingFixtures(): readonly Omit<FixtureLab, 'folder'>[] {
  const folder = `${root}fixtures/forwarding`;
  return readdirSync(folder)
    .filter((name) => name.endsWith('.net'))
    .map((name) => {
      const file = `${folder}/${name}`;
      return { name: name.replace(/\.net$/, ''), file, text: readFileSync(file, 'utf8') };
    });
}

/** The lab files under `fixtures` that are about a rule or about what Linux does with a packet. */
export function fixtureFiles(): readonly string[] {
  return ['forwarding', 'rules'].flatMap((folder) =>
    readdirSync(`${root}fixtures/${folder}`, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.net'))
      .sort()
      .map((name) => `${root}fixtures/${folder}/${name}`),
  );
}

/** The labs with so few nodes that each can be compiled many times. */
export function smallFixtureLabs(): readonly FixtureLab[] {
  return fixtureLabs().map((lab) =>
    lab.name === 'fat-tree' ? { ...lab, text: smallFatTree(lab.text) } : lab,
  );
}

/** The fat tree of 16 ports as one of 4. */
export function smallFatTree(text: string): string {
  return text.replaceAll('1..16', '1..4').replaceAll('1..8', '1..2');
}

export function fixtureLab(name: string): FixtureLab {
  const lab = fixtureLabs().find((one) => one.name === name);
  if (!lab) throw new Error(`there is no fixture lab ${name}`);
  return lab;
}

/** What a lab text gives, as a file called `lab.net`. */
export function compiled(text: string, name = 'lab.net'): Compilation {
  return compile(new SourceText(name, text));
}

/** What a text means, as far as it can be read. */
export function labOf(text: string): Lab {
  return read(new SourceText('lab.net', text)).lab;
}

/** The only script of a lab that has to be without errors. */
export function scriptOf(text: string, name = 'lab.net'): string {
  const { diagnostics, scripts } = compiled(text, name);
  assert.equal(diagnostics.map(described), []);
  return scripts[0]?.text ?? '';
}

function described({ rule, message }: Diagnostic): string {
  return `${rule}: ${message}`;
}

/**
 * Claims exactly these findings, in order. `<|` and `|>` mark in the text what each underlines; a message is
 * `rule: sentence`, and a trailing ` | help` claims the help as well. Where `only` is given, findings of rules that
 * no message names are left alone: a small lab that is about one thing is often careless about others.
 */
export function expectFindings(marked: string, messages: readonly string[], only?: 'named'): void {
  const spans: { start: number; end: number }[] = [];
  let text = '';
  for (const part of marked.split(/(<\||\|>)/)) {
    if (part === '<|') spans.push({ start: text.length, end: -1 });
    else if (part === '|>') {
      const open = spans.findLast(({ end }) => end < 0);
      if (!open) throw new Error('a |> without its <|');
      open.end = text.length;
    } else text += part;
  }
  const analysis = analyze(new SourceText('lab.net', text));
  const named = new Set(messages.map((message) => message.split(':')[0]));
  const diagnostics = analysis.diagnostics.filter(
    (one) => !only || named.has(one.rule) || analysis.broken.some(({ rule }) => rule === one.rule),
  );
  const found = diagnostics.map((diagnostic, index) => {
    const withHelp = messages[index]?.includes(' | ');
    return `${described(diagnostic)}${withHelp ? ` | ${diagnostic.help}` : ''}`;
  });
  assert.equal(found, messages);
  assert.equal(
    diagnostics.map(({ span }) => text.slice(span.start, span.end)),
    spans.map(({ start, end }) => text.slice(start, end)),
  );
  assert.equal(
    diagnostics.map(({ span }) => span),
    spans,
  );
}

/** Claims that a text is a lab without any finding. */
export function expectClean(text: string): void {
  expectFindings(text, []);
}
