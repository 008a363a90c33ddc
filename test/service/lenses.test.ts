import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { analyze } from '../../src/compile.ts';
import { lenses, lensTitle } from '../../src/service/lenses.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { fixtureLab, fixtureLabs } from '../lab.helper.ts';

const test = suite('service: lenses');

/** What stands above each `expect`, and the line that it stands in. */
function said(text: string): readonly string[] {
  const analysis = analyze(new SourceText('lab.net', text));
  return lenses(analysis).map((lens) => {
    const { line } = analysis.source.positionAt(lens.span.start);
    return `${line}: ${lensTitle(analysis, lens)}`;
  });
}

test('the expectations of the canonical texts hold, those of several pairs with their number', () => {
  assert.equal(said(fixtureLab('point-to-point').text), ['3: holds']);
  assert.equal(said(fixtureLab('bridge').text), ['5: holds (6 pairs)']);
  assert.equal(said(fixtureLab('router').text), ['8: holds']);
  assert.equal(said(fixtureLab('root-router').text), ['6: holds']);
  assert.equal(said(fixtureLab('gateway').text), ['7: holds']);
  assert.equal(said(fixtureLab('two-machines').text), ['17: holds']);
});

test('what a range or a loop makes of one is counted together', () => {
  assert.equal(said(fixtureLab('ranges').text), ['7: holds (6 pairs)', '8: holds (11 pairs)']);
  assert.equal(said(fixtureLab('ring').text), ['11: holds (15 pairs)', '13: holds', '14: holds']);
});

test('what does not hold says why', () => {
  const { text } = fixtureLab('router');
  assert.equal(said(text.replace('  forward\n', '')), ['7: does not hold: ns-router does not forward']);
  assert.equal(said(text.replace('reaches ns2 via ns-router', 'cannot reach ns2')), [
    '8: does not hold: it arrives: ns1 → ns-router → ns2',
  ]);
  assert.equal(said(text.replace('via ns-router', 'via ns2')), [
    '8: does not hold: the way is ns1 → ns-router → ns2',
  ]);
  assert.equal(said(`${text}ns other < veth e0 -> ns1:e1 ip 10.0.0.1/24 >\nexpect all reach all`), [
    '8: holds',
    '10: does not hold (6 of 12 pairs): ns1 to other: ns1 has no route to 10.0.0.1: Network is unreachable',
  ]);
});

test('what leaves the lab is not known, and where nothing can be sent, that is said', () => {
  const text = fixtureLab('gateway').text.replace('10.0.2.15\n', '198.51.100.1\n');
  assert.equal(said(text), [
    '7: not known before it is tried: root has no route to it in the lab; the machine may have one',
  ]);
  assert.equal(said('ns a < >\nns b < >\nexpect a reaches b'), [
    '3: not known before it is tried: there is nothing to send to',
  ]);
});

test('what could not be read has no lens', () => {
  assert.equal(said('ns a < >\nexpect a reaches nobody\nexpect a'), []);
});

test('every expectation of every lab has its lens, and holds', () => {
  for (const { name, text } of fixtureLabs().filter((lab) => lab.name !== 'fat-tree'))
    for (const line of said(text)) assert.match(line, /^\d+: holds/, name);
});

test('half-written text is never too little', () => {
  const { text } = fixtureLab('policy');
  for (let end = 0; end <= text.length; end += 17) said(text.slice(0, end));
});

test.run();
