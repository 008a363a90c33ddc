import { createHash } from 'node:crypto';

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** The group number of a lab's devices: from its name alone, so that every version of the lab finds them. */
export function groupOf(id: string): number {
  return (hash(`group ${id}`).readUInt32BE(0) % 0x7ffffffe) + 1;
}

/** The digest of a plan's steps; places in the source do not count. */
export function digestOf(steps: unknown): string {
  const text = JSON.stringify(steps, (key, value: unknown) =>
    key === 'origin' || key === 'about' ? undefined : value,
  );
  return hash(text).toString('hex').slice(0, 32);
}
