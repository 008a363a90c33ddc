// What an editor offers: each action is made, and what it made is looked at again.
import { basename } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ruleCatalogue } from '../../src/check/catalogue.ts';
import { type Analysis, analyze } from '../../src/compile.ts';
import { edited } from '../../src/diagnostic/apply-fixes.ts';
import { type Diagnostic, isError } from '../../src/diagnostic/diagnostic.ts';
import { type CodeAction, codeActions } from '../../src/service/code-actions.ts';
import { removeStatement } from '../../src/service/writing/remove.ts';
import type { Statement } from '../../src/syntax/tree.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { labsOf } from '../check/rule-pages.helper.ts';
import { fixtureLabs } from '../lab.helper.ts';
import { mistakes } from '../mistakes.helper.ts';

const test = suite('code actions');

/** What nothing but a new drawing mends, or where anything could be meant. */
const withoutAnswer = [
  'too-many-ports',
  'unknown-expectation',
  'bad-expression',
  'too-many-statements',
  'unnamed-lab',
  'cable-leaves-host',
];

/** The findings in the fixtures that no action answers, each with the reason. */
const unanswered: ReadonlyMap<string, string> = new Map([
  [
    'overlapping-prefixes/bad-3.net',
    'whether the second cable goes or its switch is divided is a matter of the drawing',
  ],
  ['unheld-next-hop/bad-6.net', 'there is no router on the segment, and nothing tells who should be'],
  ['no-forward/bad-5.net', 'the device may have any address, and the link none to take a neighbour of'],
  ['too-many-ports/bad.net', 'which ports go to another bridge is a matter of the drawing'],
  ['unknown-expectation/bad.net', 'nothing is wrong: the answer is outside of the lab'],
  ['bad-expression/bad.net', 'the range of the loop may be wrong, or the divisor'],
  ['bad-expression/bad-2.net', 'any number or variable may be missing behind the sign'],
  ['cable-leaves-host/bad.net', 'machines are joined by uplinks, whose names and addresses only they know'],
]);

/** What could not be read there had hidden that a bridge has no port, or that an expectation tests nothing. */
const uncovers = ['bad-range', 'outside-hosts', 'unknown-name'];

interface Offered {
  readonly finding: Diagnostic;
  readonly actions: readonly CodeAction[];
}

/** The quick fixes of each finding of a text, but those that only hide it. */
function offeredIn(analysis: Analysis, again: (source: SourceText) => Analysis): readonly Offered[] {
  return analysis.diagnostics.map((finding) => ({
    finding,
    actions: codeActions(analysis, finding.span, { only: ['quickfix'], again }).filter(
      (one) => one.diagnostic === finding,
    ),
  }));
}

function hides({ title }: CodeAction): boolean {
  return title.startsWith('ignore ');
}

function said({ rule, message }: Diagnostic): string {
  return `${rule}: ${message}`;
}

/** Analyses of texts, each made once. */
function remembering(): (text: string) => Analysis {
  const known = new Map<string, Analysis>();
  return (text) => {
    const analysis = known.get(text) ?? analyze(new SourceText('lab.net', text));
    known.set(text, analysis);
    return analysis;
  };
}

const answered = new Map<string, { findings: number; answered: number; actions: number }>();

for (const { name, severity, onRequest } of ruleCatalogue()) {
  // there is no lab that shows a fault of netgen, and one that is too large is not analysed again and again
  if (['internal-error', 'too-many-statements'].includes(name)) continue;
  test(`${name}: each action removes the finding that it answers, and brings no other`, () => {
    const again = (source: SourceText): Analysis =>
      analyze(source, { levels: new Map(onRequest ? [[name, severity]] : []) });
    const count = { findings: 0, answered: 0, actions: 0 };
    answered.set(name, count);
    const without = new Set<string>();
    for (const { file, text } of labsOf(name, 'bad')) {
      const before = again(new SourceText('lab.net', text));
      for (const { finding, actions } of offeredIn(before, again)) {
        count.findings++;
        if (actions.some((one) => !hides(one))) count.answered++;
        else without.add(`${name}/${basename(file)}`);
        if (finding.severity === 'warning' && name !== 'unused-ignore')
          assert.ok(actions.some(hides), `${file}: no comment to ignore it`);
        for (const action of actions) {
          count.actions++;
          const after = again(new SourceText('lab.net', edited(text, action.edits)));
          const shown = `${file}: ${action.title}\n${after.source.text}\n${after.diagnostics.map(said).join('\n')}`;
          assert.not(after.diagnostics.map(said).includes(said(finding)), shown);
          if (uncovers.includes(name)) continue;
          assert.equal(after.diagnostics.filter((one) => one.rule !== name).map(said), [], shown);
          assert.ok(after.diagnostics.length <= before.diagnostics.length, shown);
        }
      }
    }
    const known = [...unanswered.keys()].filter((one) => one.startsWith(`${name}/`));
    assert.equal([...without].sort(), known.sort(), 'findings without an action');
    assert.is(count.answered > 0, !withoutAnswer.includes(name), 'an action that answers it');
  });
}

test('of the findings in the fixtures of the rules most have an action', () => {
  const counts = [...answered].map(([name, { findings, answered: some }]) => `${name} ${some}/${findings}`);
  const all = [...answered.values()];
  const sum = (of: (one: (typeof all)[number]) => number): number =>
    all.reduce((total, one) => total + of(one), 0);
  console.log(
    `# FIGURES findings with an action: ${sum((one) => one.answered)} of ${sum((one) => one.findings)} (${sum((one) => one.actions)} actions): ${counts.join(', ')}`,
  );
  assert.ok(sum((one) => one.answered) / sum((one) => one.findings) > 0.9);
});

test('no action reads the words of a finding', () => {
  const backwards = (words: string): string => [...words].reverse().join('');
  const garble = (one: Diagnostic): Diagnostic => ({
    ...one,
    message: backwards(one.message),
    ...(one.help === undefined ? {} : { help: backwards(one.help) }),
    related: (one.related ?? []).map(({ span, message }) => ({ span, message: backwards(message) })),
  });
  const garbled = (analysis: Analysis): Analysis => {
    const all = new Map(analysis.diagnostics.map((one) => [one, garble(one)]));
    const broken = analysis.broken.map((one) => all.get(one) ?? one);
    return { ...analysis, diagnostics: [...all.values()], broken };
  };
  const editsOf = ({ finding, actions }: Offered): unknown => [
    finding.rule,
    finding.span,
    actions.map(({ edits }) => edits),
  ];
  const bad = ruleCatalogue().flatMap(({ name }) =>
    name === 'too-many-statements' ? [] : labsOf(name, 'bad'),
  );
  for (const { text } of [...bad, ...mistakes()]) {
    const known = remembering();
    const right = offeredIn(known(text), ({ text: now }) => known(now));
    const found = offeredIn(garbled(known(text)), ({ text: now }) => garbled(known(now)));
    assert.equal(found.map(editsOf), right.map(editsOf), text);
  }
});

test('in broken texts each action leaves fewer places that cannot be read, or as many elsewhere', () => {
  let findings = 0;
  let some = 0;
  for (const { file, name, text } of mistakes()) {
    const known = remembering();
    const again = (source: SourceText): Analysis => known(source.text);
    const before = known(text);
    for (const { finding, actions } of offeredIn(before, again)) {
      findings++;
      if (actions.some((one) => !hides(one))) some++;
      assert.ok(actions.filter(({ preferred }) => preferred).length <= 1);
      const titles = actions.map(({ title }) => title);
      assert.equal([...new Set(titles)], titles, text);
      for (const { title, edits } of actions) {
        const after = known(edited(text, edits));
        assert.ok(
          after.broken.length <= before.broken.length,
          `${file}: ${name}: ${title}\n${after.source.text}`,
        );
        const isSame = after.diagnostics.some(
          (one) => said(one) === said(finding) && one.span.start === finding.span.start,
        );
        assert.not(isSame, `${file}: ${name}: ${title}`);
      }
    }
  }
  console.log(`# FIGURES findings in broken texts with an action: ${some} of ${findings}`);
  assert.ok(some / findings > 0.7);
});

test('what is left out of a canonical lab comes back in one step, where the rest tells what it was', () => {
  let wrong = 0;
  let right = 0;
  for (const { text } of fixtureLabs().filter((lab) => lab.text.length < 450)) {
    const known = remembering();
    for (const { span } of attributesOf(known(text).tree.statements)) {
      const without = edited(text, [removeStatement(text, span)]);
      if (known(without).diagnostics.length === 0) continue;
      wrong++;
      const again = (source: SourceText): Analysis => known(source.text);
      const all = codeActions(
        known(without),
        { start: 0, end: without.length },
        { only: ['quickfix'], again },
      );
      if (all.some((one) => !hides(one) && known(edited(without, one.edits)).diagnostics.length === 0))
        right++;
    }
  }
  console.log(`# FIGURES attributes left out that one action brings back: ${right} of ${wrong}`);
  assert.ok(right / wrong > 0.8, `${right} of ${wrong}`);
});

/** Everything that stands within something else. */
function attributesOf(statements: readonly Statement[]): readonly Statement[] {
  return statements.flatMap(({ word, children }) =>
    word.keyword === 'expect' ? [] : [...(word.scope ? [] : children), ...attributesOf(children)],
  );
}

test('half-written texts and places in the middle of words give answers', () => {
  let tried = 0;
  for (const { text } of fixtureLabs().filter((lab) => lab.text.length < 1000)) {
    for (let length = 0; length <= text.length; length += 11) {
      const analysis = analyze(new SourceText('lab.net', text.slice(0, length)));
      const span = { start: Math.max(0, length - 20), end: length };
      for (const { edits } of codeActions(analysis, span)) {
        tried++;
        assert.ok(edits.length > 0);
        for (const edit of edits) assert.ok(edit.span.start <= edit.span.end && edit.span.end <= length);
      }
    }
  }
  console.log(`# FIGURES actions offered in half-written texts: ${tried}`);
});

test('in a lab without findings nothing is to be fixed', () => {
  for (const { text } of fixtureLabs().filter((lab) => lab.text.length < 1000)) {
    const analysis = analyze(new SourceText('lab.net', text));
    if (analysis.diagnostics.some(isError)) continue;
    const all = codeActions(analysis, { start: 0, end: text.length });
    assert.equal(
      all.filter(({ kind, diagnostic }) => kind !== 'refactor' && !diagnostic),
      [],
    );
  }
});

test.run();
