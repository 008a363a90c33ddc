import { FILE_HEADERS_ONLY, formatPatch, type StructuredPatch, structuredPatch } from 'diff';
import { printable } from './printable.ts';

/** More lines that differ are shown as one change: to find the fewest changes takes quadratic time. */
const mostChanges = 2000;

/** What differs between two texts of one file, as `diff -u` shows it. A terminal obeys nothing in it. */
export function unifiedDiff(name: string, before: string, after: string): string {
  const options = { context: 3, maxEditLength: mostChanges };
  const patch = structuredPatch(name, name, before, after, '', '', options);
  const text = formatPatch(patch ?? wholeFile(name, before, after), FILE_HEADERS_ONLY);
  // blanks and line ends are what it is about; everything else that moves a cursor is shown, not sent
  return text.replace(/[^\n\t\r]+|\r(?!\n)/g, (part) => printable(part));
}

function wholeFile(name: string, before: string, after: string): StructuredPatch {
  const removed = structuredPatch(name, name, before, '').hunks[0];
  const added = structuredPatch(name, name, '', after).hunks[0];
  const hunk = {
    oldStart: 1,
    oldLines: removed?.oldLines ?? 0,
    newStart: 1,
    newLines: added?.newLines ?? 0,
    lines: [...(removed?.lines ?? []), ...(added?.lines ?? [])],
  };
  return { oldFileName: name, newFileName: name, oldHeader: '', newHeader: '', hunks: [hunk] };
}
