// Kate's syntax file in KDE's own highlighter, over every fixture: it says what the parser says.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { kateSyntax } from '../../grammar/highlighting/kate.ts';
import { exampleLab, fixtureLabs, forwardingFixtures, root } from '../lab.helper.ts';
import { disagreements, type Looks } from './agreement.helper.ts';

const test = suite('Kate');
const folder = mkdtempSync(join(tmpdir(), 'netgen-kate-'));
test.after(() => rmSync(folder, { recursive: true, force: true }));

const highlighter = 'kate-syntax-highlighter';
const there = spawnSync(highlighter, ['--version']).status === 0;
if (!there) process.stdout.write(`# SKIP the syntax file of Kate: the command ${highlighter} is missing\n`);
const when = there ? test : test.skip;

const styles = [
  'Normal',
  'Comment',
  'DataType',
  'Keyword',
  'ControlFlow',
  'Variable',
  'Constant',
  'DecVal',
  'Operator',
];
const colour = (at: number): string => `#0000${(at + 0x10).toString(16)}`;

/** What a user has: the syntax file. And a theme in which no two styles look alike. */
function install(): void {
  const data = join(folder, 'org.kde.syntax-highlighting');
  for (const name of ['syntax', 'themes']) mkdirSync(join(data, name), { recursive: true });
  cpSync(`${root}editors/kate/netgen.xml`, join(data, 'syntax/netgen.xml'));
  const looks = styles.map((style, at) => [style, { 'text-color': colour(at) }]);
  const theme = {
    metadata: { name: 'Styles', revision: 1 },
    'text-styles': Object.fromEntries(looks),
    'editor-colors': { BackgroundColor: '#ffffff' },
  };
  writeFileSync(join(data, 'themes/styles.theme'), JSON.stringify(theme));
}
if (there) install();

const looks: Looks = {
  keyword: /^(?:DataType|Keyword|ControlFlow)$/,
  choice: /^(?:Keyword|Constant|ControlFlow)$/,
  bracket: /^Operator$/,
  comment: /^Comment$/,
  shapes: {
    name: /^Variable$/,
    reference: /^(?:Variable|DecVal)$/,
    variable: /^Variable$/,
    item: /^(?:Variable|DecVal)$/,
    address: /^DecVal$/,
    'interface-address': /^DecVal$/,
    prefix: /^(?:DecVal|Constant)$/,
    number: /^(?:DecVal|Constant)$/,
    mac: /^DecVal$/,
  },
};

/** The style of each character of a file, which the name of the file is to tell that it is a lab. */
function shown(file: string): readonly string[] {
  const { status, stdout, stderr } = spawnSync(highlighter, ['--theme', 'Styles', file], {
    encoding: 'utf8',
    env: { ...process.env, HOME: folder, XDG_DATA_HOME: folder },
  });
  assert.is(status, 0, stderr);
  assert.is(stderr, '', file);
  const [, html = ''] = /<pre>\n([\s\S]*)<\/pre>/.exec(stdout) ?? [];
  let style = 'Normal';
  const all: string[] = [];
  for (const [, tag, code, sign] of html.matchAll(
    /<(\/span|span style="[^"]*?(#\w{6})[^"]*")>|(&\w+;|[\s\S])/g,
  ))
    if (sign) all.push(style);
    else
      style = tag === '/span' ? 'Normal' : (styles[Number.parseInt(code?.slice(1) ?? '', 16) - 0x10] ?? '');
  return all;
}

test('the syntax file is what the table of words says: npm run docs', () =>
  assert.ok(readFileSync(`${root}editors/kate/netgen.xml`, 'utf8') === kateSyntax()));

when('every fixture is shown as the parser reads it', () => {
  for (const { file, text } of [...fixtureLabs(), exampleLab(), ...forwardingFixtures()]) {
    const styles = shown(file);
    assert.is(styles.length, text.length, file);
    assert.equal([...disagreements(text, styles, looks)], [], file);
  }
});

when('a name that is a keyword elsewhere is a name; what is wrong is found', () => {
  const text =
    'ns gw < veth ip -> br0 ip 10.0.0.1/24 >\nbridge br0\nfor up in mtu, mac <>\nexpect ns cannot reach ip\n';
  const file = join(folder, 'names.net');
  writeFileSync(file, text);
  assert.equal([...disagreements(text, shown(file), looks)], []);
  writeFileSync(file, text.replace('gw', '# '));
  assert.ok([...disagreements(text, shown(file), looks)].length > 3);
});

test.run();
