import type { Address } from '../../model/address.ts';
import type { Device } from '../../model/lab.ts';
import { isShort } from '../../model/values.ts';
import type { Statement, Tree } from '../../syntax/tree.ts';
import { shortest } from '../short-address.ts';

/** An address as a lab writes it behind `via` or `gw`: short where it may be, unless the lab writes all of them out. */
export function asWritten(tree: Tree, address: Address, device: Device | undefined, place: number): string {
  return writesShort(tree) ? shortest(address, device, place) : address.text;
}

/** What of a lab is looked at for its habit. */
const most = 1000;

function writesShort({ statements }: Tree): boolean {
  const left = [...statements];
  let full = 0;
  for (let seen = 0; left.length > 0 && seen < most; seen++) {
    const statement = left.pop() as Statement;
    if (['gw', 'via'].includes(statement.word.keyword)) {
      for (const { text } of statement.values.get('address') ?? []) if (isShort(text)) return true;
      full++;
    }
    left.push(...statement.children);
  }
  return full === 0;
}
