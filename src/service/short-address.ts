import { type Address, contains, isSingle } from '../model/address.ts';
import type { Device } from '../model/lab.ts';
import { completing } from '../model/values.ts';

/** The shortest way to write an address at a device; the address itself where nothing there completes it. */
export function shortest(address: Address, device: Device | undefined, place: number): string {
  const prefix = device && completing(device, address.family, place)?.prefix;
  if (!prefix || isSingle(prefix) || !contains(prefix, address)) return address.text;
  const [size, parts] = address.family === 'inet' ? [8, 3] : [16, 7];
  for (let count = 1; count <= parts; count++) {
    const width = BigInt(size * count);
    const low = address.bits & ((1n << width) - 1n);
    if (((prefix.network >> width) << width) + low !== address.bits) continue;
    const short = written(low, size, count, address.family);
    return short.length < address.text.length ? short : address.text;
  }
  return address.text;
}

function written(low: bigint, size: number, count: number, family: Address['family']): string {
  const parts = Array.from({ length: count }, (_, index) =>
    Number((low >> BigInt(size * (count - 1 - index))) & ((1n << BigInt(size)) - 1n)),
  );
  return family === 'inet' ? `.${parts.join('.')}` : `::${parts.map((part) => part.toString(16)).join(':')}`;
}
