import type { Problem } from '../../grammar/problem.ts';
import type { Advice } from '../diagnostic/advice.ts';
import type { Edit, Fix } from '../diagnostic/diagnostic.ts';
import type { SourceText } from '../text/source-text.ts';
import { shorten } from '../util/shorten.ts';

/** What a machine may write where the parser has read on as if it stood there. A misspelt word is a guess, and none of these. */
export function syntaxFix(problem: Problem, source: SourceText, advice: Advice = {}): Fix | undefined {
  const all = [problem, ...(problem.also ?? [])];
  const edits = all.flatMap((one) => editFor(one, source) ?? []);
  const [first] = edits;
  if (!first || edits.length < all.length) return undefined;
  const elsewhere = all.length > 1 ? ` (${all.length} places)` : '';
  const right = advice.write?.[0] ?? first.text.trim();
  const title =
    right === '' ? `remove \`${shorten(source.slice(first.span).trim())}\`` : `write \`${shorten(right)}\``;
  return { title: `${title}${elsewhere}`, edits: edits.toSorted((a, b) => a.span.start - b.span.start) };
}

function editFor(problem: Problem, { text }: SourceText): Edit | undefined {
  const { span } = problem;
  switch (problem.code) {
    case 'look-alike':
      return isHalf(problem, text) ? undefined : { span, text: problem.right };
    case 'split-address':
    case 'netmask':
    case 'glued':
    case 'decimal-comma':
    case 'torn':
    case 'swapped':
      return problem.right === undefined ? undefined : { span, text: problem.right };
    case 'quoted':
      return /\s/.test(problem.found) ? undefined : { span, text: problem.found };
    case 'spaced-range':
      return { span, text: problem.found.replace(/\s+/g, '') };
    case 'slash-comment':
      return text.startsWith('//', span.start)
        ? { span: { start: span.start, end: span.start + 2 }, text: '#' }
        : undefined;
    case 'stray-comma':
      return { span, text: '' };
    case 'separator':
      return withoutSeparator(problem, text);
    default:
      return undefined;
  }
}

/** `ip = X`, `ip=X` and `ip: X` as `ip X`. */
function withoutSeparator({ span, found }: Extract<Problem, { code: 'separator' }>, text: string): Edit {
  const now = text.slice(span.start, span.end);
  if (now !== found) return { span, text: now.replace(found, ' ').trim() };
  const after = /^[ \t]*/.exec(text.slice(span.end))?.[0].length ?? 0;
  return { span: { start: span.start, end: span.end + after }, text: '' };
}

/** What may be the beginning of something else: the brace of a range, a dash before the end of a block. */
function isHalf({ span, found }: Extract<Problem, { code: 'look-alike' }>, text: string): boolean {
  if (/^[{([]/.test(found)) return /[^\s<>;]$/.test(text.slice(Math.max(0, span.start - 1), span.start));
  return /\s/.test(found) && /^[ \t]*(?:[;#\r\n]|$)/.test(text.slice(span.end));
}
