// Keeps the rooms apart: data flows one way, and a room imports only from the rooms above it.
import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { filesBelow } from './files.mjs';

// In the order of the flow. A folder or a file of src/ that is not in here belongs nowhere, and is reported.
const rooms = [
  'text',
  'diagnostic',
  'syntax',
  'model',
  'forwarding',
  'check',
  'plan',
  'render',
  'compile',
  'report',
  'format',
  'service',
  'index',
  'server',
  'cli',
];
// Functions without dependencies that any room may use.
const common = 'util';
const mayTouchTheSystem = ['server', 'cli'];
const builtins = new Set(builtinModules);

/** Every breach below `root`, one line each. */
export function checkImports(root) {
  const files = ['grammar', 'src'].flatMap((folder) => filesBelow(join(root, folder)));
  return files
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const place = relative(root, file);
      return importsOf(readFileSync(file, 'utf8')).flatMap(({ specifier, typeOnly, line }) => {
        const target = specifier.startsWith('.') ? relative(root, join(dirname(file), specifier)) : specifier;
        const breach = breachOf(locate(place), locate(target), { typeOnly, specifier });
        return breach ? [`${place}:${line}: ${breach}`] : [];
      });
    });
}

/** Which room a file of the project (or a package) is in. */
function locate(path) {
  const [top, second = ''] = path.split('/');
  if (top === 'src') return { kind: 'room', room: second.replace(/\.ts$/, '') };
  if (top === 'grammar') return { kind: /^words(\.ts)?$/.test(second) ? 'words' : 'grammar' };
  if (path.startsWith('node:') || builtins.has(path)) return { kind: 'builtin' };
  return {
    kind: path.startsWith('.') || ['test', 'tools', 'dist', 'bench'].includes(top) ? 'outside' : 'package',
  };
}

function breachOf(from, to, { typeOnly, specifier }) {
  if (from.kind === 'room' && from.room !== common && !rooms.includes(from.room)) {
    return `src/${from.room} is no room: name it in tools/check-imports.mjs, in its place in the flow`;
  }
  if (specifier === computed) return 'an import whose target is computed cannot be checked';
  switch (to.kind) {
    case 'builtin':
      if (specifier === 'node:crypto' || mayTouchTheSystem.includes(from.room)) return undefined;
      return `${specifier} is for the faces (${mayTouchTheSystem.map((room) => `src/${room}`).join(', ')}) only`;
    case 'package':
      if (specifier !== 'handlebars' || typeOnly) return undefined;
      return 'import handlebars/runtime.js: the compiler of templates is no part of the product';
    case 'outside':
      return `${specifier} is outside of grammar/ and src/`;
    case 'words':
      return undefined;
    case 'grammar':
      if (from.kind === 'grammar' || (from.kind === 'room' && from.room === 'syntax')) return undefined;
      return `${specifier}: only src/syntax imports from grammar/ (grammar/words aside)`;
    default:
      return breachOfRoom(from, to, { typeOnly, specifier });
  }
}

function breachOfRoom(from, to, { typeOnly, specifier }) {
  if (to.room === common) return undefined;
  if (from.kind === 'words')
    return `${specifier}: grammar/words is data and imports nothing from src/ (src/${common} aside)`;
  if (from.kind === 'grammar') {
    if (typeOnly && ['text', 'syntax'].includes(to.room)) return undefined;
    return `${specifier}: grammar/ imports from src/text and src/syntax only, and only types ("import type")`;
  }
  if (from.room === common) return `${specifier}: src/${common} depends on no room`;
  if (!rooms.includes(to.room)) return undefined; // reported at that file itself
  if (rooms.indexOf(to.room) <= rooms.indexOf(from.room)) return undefined;
  return `${specifier}: src/${from.room} stands before src/${to.room} and must not import from it`;
}

const computed = '(computed)';

/** The imports and re-exports of a source text, `import()` in types included. */
function importsOf(text) {
  const found = [];
  const add = (match, specifier, typeOnly) =>
    found.push({ specifier, typeOnly, line: text.slice(0, match.index).split('\n').length });
  for (const match of text.matchAll(/^[ \t]*(import|export)\b\s*([^;'"`]*?\bfrom\s*)?['"]([^'"\n]+)['"]/gm)) {
    if (match[1] === 'import' || match[2])
      add(match, match[3], /^type\b(?!\s*from\b|\s*,)/.test(match[2] ?? ''));
  }
  const code = text.replace(/\/\*.*?\*\/|^\s*\/\/.*$/gms, (comment) => comment.replace(/[^\n]/g, ' '));
  for (const match of code.matchAll(/\b(?:import|require)\s*\(\s*(?:(['"])([^'"\n]+)\1\s*[,)])?/g)) {
    add(match, match[2] ?? computed, false);
  }
  return found;
}
