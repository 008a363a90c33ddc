import { type Address, addressOf, contains, isSingle } from '../../model/address.ts';
import type { Device } from '../../model/lab.ts';
import { isShort } from '../../model/values.ts';
import type { Statement, Tree } from '../../syntax/tree.ts';

/** An address as short as it may be written at a place of a device: `.1`, `::1`; undefined where it may not. */
export function shortForm(address: Address, device: Device, offset: number): string | undefined {
  const own = device.addresses.filter((held) => held.address.family === address.family);
  // as the model completes it: from the nearest that stands before, else from the first
  const prefix = (own.filter(({ origin }) => origin.end <= offset).at(-1) ?? own[0])?.prefix;
  if (!prefix || isSingle(prefix) || !contains(prefix, address)) return undefined;
  const [size, most] = address.family === 'inet' ? [8n, 3] : [16n, 7];
  for (let parts = 1; parts <= most; parts++) {
    const width = size * BigInt(parts);
    const low = address.bits & ((1n << width) - 1n);
    if ((((prefix.network >> width) << width) | low) === address.bits)
      return partsOf(low, size, parts, address.family === 'inet');
  }
  return undefined;
}

function partsOf(low: bigint, size: bigint, parts: number, isInet: boolean): string {
  const all = Array.from({ length: parts }, (_, index) => {
    const part = (low >> (size * BigInt(parts - 1 - index))) & ((1n << size) - 1n);
    return part.toString(isInet ? 10 : 16);
  });
  return isInet ? `.${all.join('.')}` : `::${all.join(':')}`;
}

/** An address as a lab writes it behind `via` or `gw`: short where it may be, unless the lab writes all of them out. */
export function asWritten(tree: Tree, address: Address, device: Device, offset: number): string {
  const short = shortForm(address, device, offset);
  return short && writesShort(tree) ? short : addressOf(address.family, address.bits).text;
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
