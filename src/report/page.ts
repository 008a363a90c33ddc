import picocolors from 'picocolors';

/** A page of the documentation on a terminal: headings stand out, code is set in, links are their text. */
export function formatPage(markdown: string, colour: boolean): string {
  const paint = picocolors.createColors(colour);
  let inCode = false;
  const lines = markdown.split('\n').flatMap((line) => {
    if (line.startsWith('```')) {
      inCode = !inCode;
      return [];
    }
    if (inCode) return [line === '' ? '' : `    ${line}`];
    const heading = /^#+ (.*)$/.exec(line)?.[1];
    return [heading === undefined ? withoutLinks(line) : paint.bold(heading)];
  });
  return lines.join('\n');
}

function withoutLinks(line: string): string {
  return line.replace(/\[([^\]]*)\]\(([^)]*)\)/g, (_, text: string, target: string) =>
    target.startsWith('http') ? `${text} <${target}>` : text,
  );
}
