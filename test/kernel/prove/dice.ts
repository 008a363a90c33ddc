import * as fc from 'fast-check';

/** Choices of a generator, made by fast-check. */
export interface Dice {
  /** A whole number, both bounds included. */
  int(min: number, max: number): number;
  pick<T>(list: readonly [T, ...T[]]): T;
  /** One of a list that may be empty. */
  maybe<T>(list: readonly T[]): T | undefined;
  /** True so many times in a hundred. */
  chance(percent: number): boolean;
}

/** What a generator makes with one throw after the other. */
export function thrown<T>(make: (dice: Dice) => T): fc.Arbitrary<T> {
  return fc.gen().map((draw) => {
    const int = (min: number, max: number): number => draw(fc.integer, { min, max });
    const maybe = <V>(list: readonly V[]): V | undefined =>
      list.length === 0 ? undefined : list[int(0, list.length - 1)];
    return make({
      int,
      maybe,
      pick: (list) => maybe(list) ?? list[0],
      chance: (percent) => int(1, 100) <= percent,
    });
  });
}
