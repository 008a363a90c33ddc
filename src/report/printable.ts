// Control characters, line ends that only some programs know, and what turns the direction of the text around it:
// a terminal must not obey what a lab file says.
const harmful =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be kept out
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/gu;

/** A text as one line that is safe to show; each harmful character stays one character. */
export function printable(text: string): string {
  return text.replace(harmful, '\ufffd');
}

/** The name of a file as people read it. */
export function shownName(name: string): string {
  return name === '-' ? '<stdin>' : printable(name);
}
