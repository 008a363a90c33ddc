import { perhaps, toWrite } from '../diagnostic/advice.ts';
import type { Name } from '../syntax/tree.ts';
import { shorten } from '../util/shorten.ts';
import { type Findings, isReported } from './findings.ts';

/** Longest name of an interface in bytes: IFNAMSIZ is 16 with the closing NUL byte (netdevice(7)). */
export const interfaceNameLimit = 15;

type Sort = 'host' | 'namespace' | 'device';

const reserved: Readonly<Record<Sort, readonly string[]>> = {
  host: ['root', 'all'],
  namespace: ['root', 'all'],
  device: ['lo', 'all', 'default'],
};

const anyReserved: ReadonlySet<string> = new Set(Object.values(reserved).flat());

/** Whether a name may be used for a host, a namespace or a device; says so where not. */
export function checkName(name: Name, sort: Sort, findings: Findings): boolean {
  if (isPlainlyGood(name.text)) return true;
  if (isReported(name)) {
    if (name.text.includes('{')) findings.loseName(name.text);
    return false;
  }
  const fault = nameFault(name.text, sort);
  if (/\{|\d\.\.\d/.test(name.text)) findings.loseName(name.text);
  if (fault) {
    const rest = name.text.replace(/[^A-Za-z0-9_.+-]+/g, '-').replace(/^-+|-+$/g, '');
    const help =
      rest !== name.text && !nameFault(rest, sort)
        ? toWrite(rest)
        : perhaps(rangeMeant(name.text), name.text);
    findings.error(
      'bad-name',
      name.span,
      `\`${shorten(name.text)}\` is no name of a ${sort}: ${fault}.`,
      help,
    );
  }
  return fault === undefined;
}

/** Small letters, then digits, as nearly all names are: of such a one nothing need be looked at, unless it is a word of its own. */
function isPlainlyGood(text: string): boolean {
  return text.length <= interfaceNameLimit && /^[a-z]+\d*$/.test(text) && !anyReserved.has(text);
}

/** Why a text is no name of a host, a namespace or a device. */
export function nameFault(text: string, sort: Sort): string | undefined {
  if (reserved[sort].includes(text))
    return text === 'root' ? 'it stands for the root namespace' : 'it has a meaning of its own';
  const bad = /[^A-Za-z0-9_.+-]/u.exec(text)?.[0];
  if (bad) return `\`${bad}\` stands in no name`;
  const range = rangeMeant(text);
  if (range !== undefined) return `a range is written \`${shorten(range)}\``;
  if (!/^[A-Za-z0-9_]/.test(text)) return 'it must begin with a letter, a digit or `_`';
  if (!/[A-Za-z]/.test(text)) return 'it holds no letter';
  if (text.endsWith('-')) return 'it ends in `-`';
  if (sort === 'device' && text.length > interfaceNameLimit) {
    return `it has ${text.length} bytes, and the kernel takes at most ${interfaceNameLimit}`;
  }
  if (text.length > 255) return 'it is longer than 255 bytes';
  return undefined;
}

/** `n1..3` as the range that it is meant to be. */
function rangeMeant(text: string): string | undefined {
  return /\d\.\.\d/.test(text) ? text.replace(/\d+\.\.\d+/, '{$&}') : undefined;
}

/** A lab's name: 1–32 letters, digits, `_` and `-`; other bytes of a file's stem become `-`. */
export function labNameOf(stem: string): string {
  return stem.replace(/[^A-Za-z0-9_-]/g, '-').slice(0, 32);
}

/** What a lab's name is, as a message says it. */
export const labNameRule = 'it has 1 to 32 letters, digits, `_` or `-`';

export function isLabName(text: string): boolean {
  return /^[A-Za-z0-9_-]{1,32}$/.test(text);
}
