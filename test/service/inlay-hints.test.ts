import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { analyze } from '../../src/compile.ts';
import { inlayHints } from '../../src/service/inlay-hints.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { fixtureLab } from '../lab.helper.ts';

const test = suite('service: inlay hints');

/** The text with each hint behind its place, in `⟨ ⟩`; the hints of the lines `from` to `to` alone, counted from 1. */
function hinted(text: string, from = 1, to = Number.POSITIVE_INFINITY): string {
  const analysis = analyze(new SourceText('lab.net', text));
  const { source } = analysis;
  const span = {
    start: source.lineSpan(from).start,
    end: source.lineSpan(Math.min(to, source.lineCount)).end,
  };
  let shown = text;
  for (const { offset, text: hint } of inlayHints(analysis, span).toReversed())
    shown = `${shown.slice(0, offset)}⟨${hint}⟩${shown.slice(offset)}`;
  return shown;
}

test('short addresses are completed, and ports that netgen makes are named', () => {
  const { text } = fixtureLab('gateway');
  const lines = text.split('\n');
  lines[3] = 'ns ns1 < veth eth0 -> br0⟨port ns1-eth0⟩ ip 192.168.1.2/24 gw .1⟨= 192.168.1.1⟩ >';
  lines[4] = 'ns ns2 < veth eth0 -> br0⟨port ns2-eth0⟩ ip 192.168.1.3/24 gw .1⟨= 192.168.1.1⟩ >';
  assert.is(hinted(text), lines.join('\n'));
});

test('the other end of a cable is said where it is not drawn', () => {
  const lines = hinted(fixtureLab('router').text).split('\n');
  assert.is(lines[4], '  veth veth-ns1-router⟨-> ns1:veth-ns1⟩ ip 192.168.1.1/24');
  assert.is(lines[5], '  veth veth-ns2-router⟨-> ns2:veth-ns2⟩ ip 192.168.2.1/24');
  const { text } = fixtureLab('point-to-point');
  assert.is(hinted(text), text);
});

test('a port that has a name is not named again; a cable within a node ends at a device alone', () => {
  const lines = hinted(fixtureLab('bridges').text).split('\n');
  assert.is(lines[8], 'ns ns-long-name1 < veth eth0 -> sw:br0 port p1 ip 10.1.0.1/24 mtu 1400 >');
  assert.is(lines[10], 'ns ns-3 < veth eth0 -> br0⟨port p-ns-3-7b06⟩ ip 10.1.0.3/24 mtu 1400 >');
  assert.is(lines[13], 'ns ns5 < veth a -> b ip 10.2.0.1/30; veth b⟨-> a⟩ ip 10.2.0.2/30 >');
});

test('in the root namespace, and on several machines', () => {
  const root = hinted(fixtureLab('root-router').text).split('\n');
  assert.is(root[1], 'veth veth-ns1-router⟨-> ns1:veth-ns1⟩ ip 192.168.1.1/24');
  const two = hinted(fixtureLab('two-machines').text).split('\n');
  assert.is(two[12], '  ns ns1 < veth eth0 -> br0⟨port ns1-eth0⟩ ip 192.168.2.2/24 gw .1⟨= 192.168.2.1⟩ >');
});

test('short forms in rules, and of both families', () => {
  const lines = hinted(fixtureLab('policy').text).split('\n');
  assert.is(lines[5], '    gw .1⟨= 10.1.0.1⟩, ::1⟨= fd00:1::1⟩ table 1');
  assert.is(lines[6], '    rule from .2⟨= 10.1.0.2⟩ lookup 1');
});

test('of what a range or a loop copies the first values are shown', () => {
  const ranges = hinted(fixtureLab('ranges').text).split('\n');
  assert.is(
    ranges[4],
    'ns a{1..6} < veth eth0 -> sw1⟨port a1-eth0, a2-eth0, a3-eth0, …⟩ ip 10.0.0.{1..6}/24 >',
  );
  const ring = hinted(fixtureLab('ring').text).split('\n');
  assert.is(ring[6], '    veth left⟨-> r6:right, r1:right, r2:right, …⟩ ip 10.0.{(i-2)%6+1}.2/30');
});

test('hints are of the stretch that is asked for alone', () => {
  const lines = hinted(fixtureLab('gateway').text, 5, 6).split('\n');
  assert.is(lines[3], 'ns ns1 < veth eth0 -> br0 ip 192.168.1.2/24 gw .1 >');
  assert.is(lines[4], 'ns ns2 < veth eth0 -> br0⟨port ns2-eth0⟩ ip 192.168.1.3/24 gw .1⟨= 192.168.1.1⟩ >');
});

test('half-written text is never too little', () => {
  for (const name of ['policy', 'bridges'])
    for (let end = 0, { text } = fixtureLab(name); end <= text.length; end += 19) hinted(text.slice(0, end));
});

test.run();
