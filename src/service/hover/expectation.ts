import type { Analysis } from '../../compile.ts';
import { networkOf } from '../../forwarding/network.ts';
import { traceText } from '../../report/reachability/trace-text.ts';
import type { Span } from '../../text/span.ts';
import { judgementAt, titleOf } from '../lenses.ts';
import { capped, fence, plain } from '../markdown.ts';

const mostLines = 40;

/** Whether an expectation holds, and by which way the packets go; of several pairs, that of one that tells. */
export function expectationMarkdown(analysis: Analysis, keyword: Span): string | undefined {
  const judgement = judgementAt(analysis, keyword);
  if (!judgement) return undefined;
  const { shown } = judgement;
  const said = plain(titleOf(judgement));
  if (!shown || shown.echoes.length === 0) return said;
  const lines = traceText(networkOf(analysis.lab), shown, analysis.source, false).trimEnd().split('\n');
  return `${said}\n\n${fence(capped(lines, mostLines))}`;
}
