import { keywords } from '../../grammar/words.ts';

/** What begins with a dot in the netlists of SPICE3, ngspice and LTspice. */
const control =
  /^\s*\.(?:ac|backanno|control|dc|end|ends|four|func|global|ic|inc|include|lib|meas|measure|model|nodeset|noise|op|option|options|param|plot|print|probe|save|step|subckt|temp|tf|title|tran|wave)\b/i;

/** A name, its nodes and its value, as in `R1 in out 1k`. */
const element = /^\s*([A-Za-z][^\s<>;,#]*)\s+[^\s<>;,#-][^\s<>;#]*\s+[^\s<>;#]/;

/**
 * Whether a text is a netlist of SPICE: behind a title, and maybe comments and elements, stands a line that begins with a
 * dot. No line of a lab does, and none before it may be of a lab.
 */
export function isSpice(text: string): boolean {
  const [title = '', ...lines] = text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '');
  const at = lines.findIndex((line) => control.test(line));
  if (at < 0) return control.test(title) && lines.some(isElement);
  const before = lines.slice(0, at);
  if (!before.every((line) => /^\s*[*+]/.test(line) || isElement(line))) return false;
  return before.some(isElement) || !isOfLab(title);
}

function isElement(line: string): boolean {
  return element.test(line) && !isOfLab(line);
}

/** Whether a line begins as one of a lab may. */
function isOfLab(line: string): boolean {
  const [, word = ''] = /^\s*(#|[<>]|->|[A-Za-z_]+)/.exec(line) ?? [];
  return ['#', '<', '>'].includes(word) || keywords.has(word);
}
