/** A text as it was at one version; what changes is another object. */
export interface Versioned {
  readonly uri: string;
  readonly version: number;
}

export interface Work<D extends Versioned, R> {
  /** What is to be found out of a document, in steps between which the server looks after other things. */
  readonly steps: (document: D) => Iterator<unknown, R>;
  /** Takes a result, which is never that of a version that is gone. */
  readonly done: (document: D, result: R) => void;
  /** Takes what a step threw. */
  readonly failed: (document: D, error: unknown) => void;
}

/** Why there is no result: the document changed meanwhile, or is closed. */
export const outdated = Symbol('outdated');

interface Entry<D, R> {
  readonly document: D;
  /** What is left to do; undefined as long as the work has not begun. */
  steps: Iterator<unknown, R> | undefined;
  outcome: { readonly result: R } | { readonly error: unknown } | undefined;
  timer: NodeJS.Timeout | NodeJS.Immediate | undefined;
  readonly waiting: ((answer: R | typeof outdated | Promise<never>) => void)[];
}

/** How long to wait for more keystrokes, and how long to work without looking for them, in milliseconds. */
const pause = 2;
const slice = 15;

/** Works on the newest version of each document, and on no other. */
export class Scheduler<D extends Versioned, R> {
  readonly #work: Work<D, R>;
  readonly #entries = new Map<string, Entry<D, R>>();

  constructor(work: Work<D, R>) {
    this.#work = work;
  }

  /** A document is opened or changed: what was begun for its last version is dropped. */
  changed(document: D): void {
    this.closed(document.uri);
    const entry: Entry<D, R> = {
      document,
      steps: undefined,
      outcome: undefined,
      timer: undefined,
      waiting: [],
    };
    entry.timer = setTimeout(() => this.#go(entry), pause);
    this.#entries.set(document.uri, entry);
  }

  closed(uri: string): void {
    const entry = this.#entries.get(uri);
    if (!entry) return;
    this.#entries.delete(uri);
    stop(entry.timer);
    for (const answer of entry.waiting) answer(outdated);
  }

  /** Works on every document again: what is found depends on something that has changed. */
  again(): void {
    for (const { document } of [...this.#entries.values()]) this.changed(document);
  }

  /** The result for the current version, which is worked on at once. Rejects with what a step threw. */
  current(uri: string): Promise<R | typeof outdated> {
    const entry = this.#entries.get(uri);
    if (!entry) return Promise.resolve(outdated);
    return new Promise((resolve) => {
      entry.waiting.push(resolve);
      if (entry.outcome) settle(entry);
      else if (!entry.steps) {
        stop(entry.timer);
        this.#go(entry);
      }
    });
  }

  #go(entry: Entry<D, R>): void {
    try {
      entry.outcome = this.#proceed(entry);
      if (entry.outcome) this.#work.done(entry.document, entry.outcome.result);
      else entry.timer = setImmediate(() => this.#go(entry));
    } catch (error) {
      entry.outcome = { error };
      this.#work.failed(entry.document, error);
    }
    settle(entry);
  }

  /** Takes steps for a while; gives the result when there is one. */
  #proceed(entry: Entry<D, R>): { readonly result: R } | undefined {
    const until = performance.now() + slice;
    entry.steps ??= this.#work.steps(entry.document);
    do {
      const { done, value } = entry.steps.next();
      if (done) return { result: value };
    } while (performance.now() < until);
    return undefined;
  }
}

function settle<D, R>({ outcome, waiting }: Entry<D, R>): void {
  if (!outcome) return;
  for (const answer of waiting.splice(0))
    answer('result' in outcome ? outcome.result : Promise.reject(outcome.error));
}

function stop(timer: NodeJS.Timeout | NodeJS.Immediate | undefined): void {
  clearTimeout(timer as NodeJS.Timeout);
  clearImmediate(timer as NodeJS.Immediate);
}
