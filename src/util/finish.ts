/** Takes all steps at once, and gives what they lead to. */
export function finish<R>(steps: Generator<unknown, R>): R {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
