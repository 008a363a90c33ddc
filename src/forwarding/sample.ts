/** Some of many, evenly taken from all of them: of few, each. */
export class Sample<T> {
  /** At least half as many as the most, where there are. */
  taken: readonly T[] = [];
  readonly #most: number;
  #step = 1;
  #seen = 0;

  constructor(most: number) {
    this.#most = most;
  }

  add(one: T): void {
    if (this.#seen++ % this.#step !== 0) return;
    const all = [...this.taken, one];
    const isFull = all.length > this.#most;
    this.taken = isFull ? all.filter((_, index) => index % 2 === 0) : all;
    if (isFull) this.#step *= 2;
  }
}
