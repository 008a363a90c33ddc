import type { Tree } from '../syntax/tree.ts';
import type { Span } from '../text/span.ts';
import type { Declarations } from './declare.ts';

/**
 * Marks the nodes that have a place in them that could not be read or resolved. What such a node lacks may have been
 * meant to stand there, so that nothing is called missing that is only unreadable: one mistake, one finding.
 */
export function markUnsure({ nodes }: Declarations, tree: Tree, unexpanded: readonly Span[]): void {
  const lost = [...tree.lost, ...unexpanded];
  mark(nodes, lost, 'unsure');
  mark(nodes, [...tree.faults, ...lost], 'damaged');
}

function mark(nodes: Declarations['nodes'], spans: readonly Span[], as: 'unsure' | 'damaged'): void {
  if (spans.length === 0) return;
  const faults = spans.toSorted((a, b) => a.start - b.start);
  const inNamespaces = new Set<Span>();
  for (const { node } of nodes) {
    if (node.kind !== 'ns') continue;
    for (const drawing of node.drawing) {
      for (const fault of within(faults, drawing)) {
        node[as] = true;
        inNamespaces.add(fault);
      }
    }
  }
  // what no namespace holds may have been anything of a root namespace
  if (faults.every((fault) => inNamespaces.has(fault))) return;
  for (const { node } of nodes) if (node.kind === 'root') node[as] = true;
}

/** Those of sorted spans that start within another. */
function within(sorted: readonly Span[], { start, end }: Span): readonly Span[] {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as Span).start < start) low = middle + 1;
    else high = middle;
  }
  const found: Span[] = [];
  for (let at = low; at < sorted.length && (sorted[at] as Span).start <= end; at++)
    found.push(sorted[at] as Span);
  return found;
}
