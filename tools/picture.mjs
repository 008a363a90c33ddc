// npm run picture: draws docs/pictures/neovim.svg, what a real Neovim shows of a lab with a mistake.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.mjs';
import { root, run } from './command.mjs';
import { ensureDependencies } from './setup.mjs';

const cell = { width: 8.4, height: 18 };

await ensureDependencies();
await build();
const folder = mkdtempSync(join(tmpdir(), 'netgen-picture-'));
try {
  const lab = join(folder, 'office.net');
  writeFileSync(
    lab,
    `# Two rooms and a router between them.
ns router <
  veth eth0 ip 192.168.1.1/24
  veth eth1 ip 192.168.2.1/24
>
expect desk reaches server

ns server < veth eth0 -> router:eth1 ip 192.168.2.2/24 gw .1 >
ns desk < veth eth0 -> router:eth0 ip 192.168.1.2/24 gw .1 >
`,
  );
  const shown = join(folder, 'shown.json');
  const { code, output } = await run(
    'nvim',
    [
      '--headless',
      '--clean',
      '-n',
      '--cmd',
      `set runtimepath^=${join(root, 'editors/nvim')}`,
      '-c',
      `luafile ${join(root, 'tools/picture.lua')}`,
    ],
    {
      cwd: folder,
      timeout: 120,
      env: {
        NETGEN_LAB: lab,
        NETGEN_PICTURE: shown,
        NETGEN_BUNDLE: join(root, 'dist/bundle/netgen.cjs'),
        HOME: folder,
      },
    },
  );
  if (code !== 0) throw new Error(output);
  mkdirSync(join(root, 'docs/pictures'), { recursive: true });
  writeFileSync(join(root, 'docs/pictures/neovim.svg'), svg(JSON.parse(readFileSync(shown, 'utf8'))));
  console.log('docs/pictures/neovim.svg');
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The screen as a picture: a rectangle for each run of one background, a text for each run of one look. */
function svg({ normal: [foreground, background], cells, float }) {
  const rows = cells.map((row) => [...row]);
  for (const [y, row] of float.cells.entries())
    for (const [x, one] of row.entries())
      if (rows[float.row + y]?.[float.column + x]) rows[float.row + y][float.column + x] = one;
  const width = rows[0].length * cell.width;
  const height = rows.length * cell.height;
  const parts = rows.flatMap((row, y) =>
    runsOf(row).map(({ text, look: [fore, back, underline, bold, reverse], x }) => {
      const [ink, paper] = reverse ? [back ?? background, fore ?? foreground] : [fore ?? foreground, back];
      const left = round(x * cell.width);
      const box =
        paper === null
          ? ''
          : `<rect x="${left}" y="${y * cell.height}" width="${round(text.length * cell.width)}" height="${cell.height}" fill="${colour(paper)}"/>`;
      if (text.trim() === '' && !underline) return box;
      const style = `${underline ? ' text-decoration="underline"' : ''}${bold ? ' font-weight="bold"' : ''}`;
      return `${box}<text x="${left}" y="${y * cell.height + 13}" fill="${colour(ink)}" textLength="${round(text.length * cell.width)}"${style}>${escape(text)}</text>`;
    }),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${round(width)} ${height}" width="${round(width)}" height="${height}" font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14" xml:space="preserve">
<rect width="100%" height="100%" fill="${colour(background)}"/>
${parts.filter((part) => part !== '').join('\n')}
</svg>
`;
}

function runsOf(row) {
  const runs = [];
  for (const [x, [text, ...look]] of row.entries()) {
    const last = runs.at(-1);
    if (last && JSON.stringify(last.look) === JSON.stringify(look)) last.text += text;
    else runs.push({ text, look, x });
  }
  return runs;
}

function colour(number) {
  return `#${number.toString(16).padStart(6, '0')}`;
}

function round(number) {
  return Math.round(number * 10) / 10;
}

function escape(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
