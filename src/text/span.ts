/** A stretch of source text: offsets in UTF-16 code units, `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
  /** In a copy that a loop has made: the values of its variables there. */
  readonly copy?: Copy;
}

/** The value of a loop's variable in one of its copies, and those of the loops around it. */
export interface Copy {
  readonly variable: string;
  readonly value: string;
  readonly around: Copy | undefined;
}
