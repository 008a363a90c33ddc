// What each name in a source stands for, as the model resolves it.
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { analyze } from '../../src/compile.ts';
import { deviceName, nodeName } from '../../src/model/lab.ts';
import type { Mention } from '../../src/model/mentions.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { smallFixtureLabs } from '../lab.helper.ts';

const test = suite('mentions');

/** Each mention in source order: its text, `:=` where it is declared, and what it stands for. */
function mentionsIn(text: string): readonly string[] {
  const { mentions } = analyze(new SourceText('lab.net', text));
  return mentions
    .toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end)
    .map(
      (mention) =>
        `${text.slice(mention.span.start, mention.span.end)} ${mention.isDeclaration ? ':=' : '='} ${named(mention)}${mention.isBuilt ? ' (built)' : ''}`,
    );
}

function named({ sort, thing }: Mention): string {
  switch (sort) {
    case 'host':
      return `host ${thing.name}`;
    case 'namespace':
      return `namespace ${nodeName(thing)}`;
    case 'device':
      return `device ${deviceName(thing)}`;
    default:
      return `${sort} ${thing.text}@${thing.span.start}`;
  }
}

test('declarations, both ends of a cable, and expectations', () => {
  assert.equal(
    mentionsIn(
      'ns ns1 < veth a -> ns2:b ip 10.0.0.1/24 >\nns ns2 < veth b ip 10.0.0.2/24 >\nexpect ns1 reaches ns2:b via root',
    ),
    [
      'ns1 := namespace ns1',
      'a := device ns1:a',
      'ns2 = namespace ns2',
      'b = device ns2:b',
      'ns2 := namespace ns2',
      'b := device ns2:b',
      'ns1 = namespace ns1',
      'ns2 = namespace ns2',
      'b = device ns2:b',
      'root = namespace root',
    ],
  );
});

test('an end that only its peer names is declared there, and a port where it is named', () => {
  assert.equal(mentionsIn('bridge b\nns n < veth e -> root:x; veth f -> b port p >'), [
    'b := device root:b',
    'n := namespace n',
    'e := device n:e',
    'root = namespace root',
    'x := device root:x',
    'f := device n:f',
    'b = device root:b',
    'p := device root:p',
  ]);
});

test('hosts, alone and before a namespace', () => {
  assert.equal(
    mentionsIn(
      'host left < uplink u ip 10.0.0.1/24; ns n < veth e -> left/root:b > bridge b >\nhost right < uplink u ip 10.0.0.2/24 >\nexpect left/n reaches right:u via left, right',
    ),
    [
      'left := host left',
      'u := device left:u',
      'n := namespace left/n',
      'e := device left/n:e',
      'left = host left',
      'root = namespace left',
      'b = device left:b',
      'b := device left:b',
      'right := host right',
      'u := device right:u',
      'left = host left',
      'n = namespace left/n',
      'right = host right',
      'u = device right:u',
      'left = host left',
      'right = host right',
    ],
  );
});

test('whatever a route, a rule, a neighbour and a nat name', () => {
  const text = `ns n <
  bridge b; veth e ip 10.0.0.1/24 master b
  route 10.1.0.0/24 dev e
  route 10.2.0.0/24 nexthop via .2 dev n:e nexthop dev b
  gw 10.0.0.9 dev e
  neigh .7 lladdr 02:00:00:00:00:01 dev e
  rule iif lo oif e lookup 7
  nat 10.0.0.0/24 -> e
>`;
  assert.equal(
    mentionsIn(text).filter((mention) => !mention.includes(':=')),
    [
      'b = device n:b',
      'e = device n:e',
      'n = namespace n',
      'e = device n:e',
      'b = device n:b',
      'e = device n:e',
      'e = device n:e',
      'lo = device n:lo',
      'e = device n:e',
      'e = device n:e',
    ],
  );
});

test('each copy of a range, with the parts that it does not make as they are written', () => {
  assert.equal(mentionsIn('ns c{1,2} < veth e ip 10.0.{1,2}.1/24 >\nns d < veth x{1,2} -> c{1,2}:e >'), [
    'c{1,2} := namespace c1 (built)',
    'c{1,2} := namespace c2 (built)',
    'e := device c1:e',
    'e := device c2:e',
    'd := namespace d',
    'x{1,2} := device d:x1 (built)',
    'x{1,2} := device d:x2 (built)',
    'c{1,2} = namespace c1 (built)',
    'c{1,2} = namespace c2 (built)',
    'e = device c1:e',
    'e = device c2:e',
  ]);
  assert.equal(
    mentionsIn('ns a < bridge x >\nns b < bridge x >\nns c < veth y{1,2} -> {a:x,b:x} >').slice(-4),
    [
      '{a:x,b:x} = namespace a (built)',
      '{a:x,b:x} = device a:x (built)',
      '{a:x,b:x} = namespace b (built)',
      '{a:x,b:x} = device b:x (built)',
    ],
  );
});

test('loops, and their variables', () => {
  assert.equal(
    mentionsIn(
      'lab l\nbridge b\nfor i in 1..2 < for jj in {i}..2 < ns n{i}{(i+jj)*2} < veth e -> b > > >',
    ).filter((mention) => !/root:b/.test(mention)),
    [
      'l := lab l@4',
      'i := variable i@19',
      'jj := variable jj@35',
      'i = variable i@19',
      'n{i}{(i+jj)*2} := namespace n14 (built)',
      'n{i}{(i+jj)*2} := namespace n16 (built)',
      'n{i}{(i+jj)*2} := namespace n28 (built)',
      'i = variable i@19',
      'i = variable i@19',
      'jj = variable jj@35',
      'e := device n14:e',
      'e := device n16:e',
      'e := device n28:e',
    ],
  );
});

test('a name that is taken stands for what it was to declare', () => {
  assert.equal(mentionsIn('ns a\nns a < bridge x; bridge x >'), [
    'a := namespace a',
    'a := namespace ',
    'x := device :x',
    'x := device :',
  ]);
});

test('every mention of every lab that is not built is a name as it stands in the source', () => {
  for (const { text } of smallFixtureLabs()) {
    const { mentions } = analyze(new SourceText('lab.net', text));
    assert.ok(mentions.length > 0);
    for (const { span, sort, thing, isBuilt } of mentions) {
      const written = text.slice(span.start, span.end);
      assert.is(isBuilt, written.includes('{'), written);
      if (!isBuilt) assert.is(written, sort === 'lab' || sort === 'variable' ? thing.text : thing.name);
    }
  }
});

test.run();
