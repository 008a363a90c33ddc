import type { Span } from '../text/span.ts';
import type { Findings } from './findings.ts';
import type { Node } from './lab.ts';

/** Every node in whose drawing an address may have been lost: what that might have covered is not called missing. */
export function markUnsure(
  nodes: readonly { readonly node: Node }[],
  lost: readonly Span[],
  findings: Findings,
): void {
  if (lost.length === 0) return;
  const namespaces = nodes.map(({ node }) => node).filter(({ kind }) => kind === 'ns');
  const spans = namespaces.map(({ drawing }) => drawing[0] as Span).sort((a, b) => a.start - b.start);
  const around = lost.map((one) => lastBefore(spans, one));
  const starts = new Set(around.map((span) => span?.start));
  for (const { node } of nodes) {
    const isLossy = node.kind === 'ns' ? starts.has(node.drawing[0]?.start) : starts.has(undefined);
    if (isLossy) findings.unsure.add(node);
  }
}

/** The span that holds another; spans are sorted, and none overlaps another. */
function lastBefore(spans: readonly Span[], { start }: Span): Span | undefined {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle] as Span).start <= start) low = middle + 1;
    else high = middle;
  }
  const found = spans[low - 1];
  return found && start <= found.end ? found : undefined;
}
