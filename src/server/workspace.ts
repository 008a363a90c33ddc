import { readdir, readFile, stat } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { finish } from '../util/finish.ts';
import type { Settings } from './settings.ts';
import { type OpenLab, reading } from './snapshot.ts';

/** More files than this are not read, nor any that is larger. */
const mostFiles = 1000;
const mostBytes = 2 ** 20;

interface Known {
  readonly stamp: string;
  /** Those that it was read with. */
  readonly settings: Settings;
  readonly lab: OpenLab | undefined;
}

/** The labs in the folders of an editor’s workspace. */
export class Workspace {
  readonly #folders: readonly string[];
  /** What was found in files, as long as they and the settings stay as they are. */
  readonly #known = new Map<string, Known>();

  constructor(uris: readonly string[]) {
    this.#folders = uris.filter((uri) => uri.startsWith('file:')).map((uri) => fileURLToPath(uri));
  }

  /** The labs in files that the editor has not open itself. */
  async labs(open: ReadonlySet<string>, settings: Settings): Promise<readonly OpenLab[]> {
    const paths = new Set<string>();
    for (const folder of this.#folders) await collect(folder, paths);
    const labs: OpenLab[] = [];
    for (const path of paths) {
      const uri = pathToFileURL(path).href;
      const lab = open.has(uri) ? undefined : await this.#read(path, uri, settings);
      if (lab) labs.push(lab);
    }
    return labs;
  }

  /** A file that cannot be read is no lab. */
  async #read(path: string, uri: string, settings: Settings): Promise<OpenLab | undefined> {
    try {
      const { mtimeMs, size } = await stat(path);
      const stamp = `${mtimeMs} ${size}`;
      const known = this.#known.get(path);
      if (known?.stamp === stamp && known.settings === settings) return known.lab;
      if (size > mostBytes) return undefined;
      const text = await readFile(path, 'utf8');
      const { document, analysis } = finish(
        reading(TextDocument.create(uri, 'netgen', 0, text), settings, undefined),
      );
      const lab = analysis && { document, analysis };
      this.#known.set(path, { stamp, settings, lab });
      return lab;
    } catch {
      return undefined;
    }
  }
}

/** Adds the lab files below a folder; one that cannot be read has none. */
async function collect(folder: string, into: Set<string>): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const { name } = entry;
    if (into.size >= mostFiles) return;
    if (name.startsWith('.') || name === 'node_modules') continue;
    if (entry.isDirectory()) await collect(`${folder}/${name}`, into);
    else if (name.endsWith('.net') && entry.isFile()) into.add(`${folder}/${name}`);
  }
}
