import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type DocumentSymbol, documentSymbols } from '../../src/service/symbols.ts';
import { workspaceSymbols } from '../../src/service/workspace-symbols.ts';
import { fixtureLab } from '../lab.helper.ts';
import { analysisOf } from './cursor.helper.ts';

const test = suite('symbols');

/** The outline as indented lines. */
function outline(text: string): readonly string[] {
  const lines = (symbols: readonly DocumentSymbol[], indent: string): readonly string[] =>
    symbols.flatMap(({ kind, name, detail, span, nameSpan, children }) => {
      assert.ok(span.start <= nameSpan.start && nameSpan.end <= span.end);
      return [`${indent}${kind} ${name} ${detail}`.trimEnd(), ...lines(children, `${indent}  `)];
    });
  return lines(documentSymbols(analysisOf(text)), '');
}

for (const [lab, lines] of [
  [
    'point-to-point',
    ['namespace ns1', '  veth veth-ns1 -> ns2:veth-ns2', 'namespace ns2', '  veth veth-ns2 -> ns1:veth-ns1'],
  ],
  [
    'bridge',
    [
      'bridge virtual-bridge -> ns1:veth-ns1, ns2:veth-ns2, ns3:veth-ns3',
      ...[1, 2, 3].flatMap((n) => [`namespace ns${n}`, `  veth veth-ns${n} -> virtual-bridge`]),
    ],
  ],
  [
    'router',
    [
      'namespace ns1',
      '  veth veth-ns1 -> ns-router:veth-ns1-router',
      'namespace ns2',
      '  veth veth-ns2 -> ns-router:veth-ns2-router',
      'namespace ns-router',
      '  veth veth-ns1-router -> ns1:veth-ns1',
      '  veth veth-ns2-router -> ns2:veth-ns2',
    ],
  ],
  [
    'root-router',
    [
      'veth veth-ns1-router -> ns1:veth-ns1',
      'veth veth-ns2-router -> ns2:veth-ns2',
      'namespace ns1',
      '  veth veth-ns1 -> veth-ns1-router',
      'namespace ns2',
      '  veth veth-ns2 -> veth-ns2-router',
    ],
  ],
  [
    'gateway',
    [
      'uplink enp0s3',
      'bridge br0 -> ns1:eth0, ns2:eth0',
      'namespace ns1',
      '  veth eth0 -> br0',
      'namespace ns2',
      '  veth eth0 -> br0',
    ],
  ],
  [
    'two-machines',
    ['left', 'right'].flatMap((host) => [
      `host ${host}`,
      '  uplink enp0s3',
      `  bridge br0 -> ${host}/ns1:eth0, ${host}/ns2:eth0`,
      '  namespace ns1',
      '    veth eth0 -> br0',
      '  namespace ns2',
      '    veth eth0 -> br0',
    ]),
  ],
] as const) {
  test(lab, () => assert.equal(outline(fixtureLab(lab).text), lines));
}

test('a range and a loop are as they are written, and many ends are counted', () => {
  assert.equal(
    outline(
      'lab big\nbridge b\nns n{1..200} < veth e -> b; lo ip 10.0.0.{1..200}/32 >\nfor i in 1..9, 12 < ns m{i} < veth x > ns k{i} < veth y -> m{i}:x > >',
    ),
    [
      'lab big',
      'bridge b -> n1:e, n2:e, n3:e and 197 more',
      'namespace n{1..200}',
      '  veth e -> b',
      '  lo lo',
      'loop for i in 1..9, 12',
      '  namespace m{i}',
      '    veth x -> k1:y, k2:y, k3:y and 7 more',
      '  namespace k{i}',
      '    veth y -> m{i}:x',
    ],
  );
});

test('both sides of a cable between bridges, and what plugs nothing', () => {
  assert.equal(outline('bridge b\nbridge c\nveth x master b -> c\nbridge d\nveth y'), [
    'bridge b -> root:c',
    'bridge c -> root:x',
    'veth x -> c',
    'bridge d',
    'veth y',
  ]);
});

test('statements without a name or that draw nothing have no symbol, but what is in them has', () => {
  assert.equal(outline('ns < bridge b >\nfor i in 1..2 < expect a reaches 10.0.0.{i} >'), ['bridge b']);
});

test('a cable that is drawn from the wrong end has its name in its place', () => {
  assert.equal(outline('bridge br0\nns a < br0 -> veth e'), [
    'bridge br0 -> a:e',
    'namespace a',
    '  veth e -> br0',
  ]);
});

test('symbols of several files, by the letters of a query', () => {
  const two = analysisOf(fixtureLab('two-machines').text);
  const loop = analysisOf('for i in 1..2 < ns spare{i} < bridge br > >');
  const found = (query: string): readonly string[] =>
    workspaceSymbols([two, loop], query).map(({ analysis, symbol, container }) =>
      [analysis === two ? 'two' : 'loop', ...container, symbol.name].join(' '),
    );
  assert.equal(found('BR'), ['two left br0', 'two right br0', 'loop spare{i} br']);
  assert.equal(found('rht'), ['two right']);
  assert.equal(found('sp'), ['two left enp0s3', 'two right enp0s3', 'loop spare{i}'].slice(2));
  assert.is(found('').length, 16);
});

test.run();
