/** Where two texts differ: from `start` to `end` in the one, to `newEnd` in the other. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly newEnd: number;
}

/** The shortest stretch outside of which two texts are alike. */
export function changeBetween(was: string, is: string): Change {
  const most = Math.min(was.length, is.length);
  let start = 0;
  while (start < most && was.charCodeAt(start) === is.charCodeAt(start)) start++;
  const left = most - start;
  let tail = 0;
  while (tail < left && was.charCodeAt(was.length - 1 - tail) === is.charCodeAt(is.length - 1 - tail)) tail++;
  return { start, end: was.length - tail, newEnd: is.length - tail };
}
