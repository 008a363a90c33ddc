import type { Node } from '../model/lab.ts';

/** Whether a node forwards packets of any family. */
export function isForwarding({ forward }: Node): boolean {
  return (forward.inet ?? forward.inet6) !== undefined;
}
