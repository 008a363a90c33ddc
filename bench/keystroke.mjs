// How long it takes from a keystroke to the findings in a large lab, warm as in a language server: each version is
// analysed with the one before at hand. Goals: 50 ms at 1,000 namespaces, 500 ms at 10,000; the ratio to a bare parse of
// the same text, which is measured in turn with it, says what a goal in milliseconds cannot on a machine that is busy.
// usage: node bench/keystroke.mjs [SIZE,SIZE …] [ROUNDS] [SHAPE]
import { shapes } from './shapes.mjs';

const { analyze } = await import(new URL('../dist/src/compile.js', import.meta.url).href);
const { parse } = await import(new URL('../dist/src/syntax/parse.js', import.meta.url).href);
const { SourceText } = await import(new URL('../dist/src/text/source-text.js', import.meta.url).href);

const sizes = (process.argv[2] ?? '1000,10000').split(',').map(Number);
const rounds = Number(process.argv[3] ?? 15);
const only = process.argv[4] ?? '';
const warming = 10;
const goals = new Map([
  [1_000, 50],
  [10_000, 500],
]);

/** What somebody types, as the versions of a text that follow one another. `middle` is the begin of a line. */
const typists = {
  // the last digit of an address: everything stays right
  'a digit': (text, middle, round) => {
    const at = text.indexOf(' ip ', middle);
    const end = text.indexOf('/', at);
    return text.slice(0, end - 1) + String(round % 10) + text.slice(end);
  },
  // `ns new < veth e0 … >` letter by letter, in an editor that closes brackets: most of it is half a statement
  'a line': (text, middle, round) => {
    const line = 'ns new < veth e0 -> br0 ip 10.0.3.250/22 gw .0.1';
    const typed = line.slice(0, 1 + ((round * 3) % line.length));
    return `${text.slice(0, middle)}${typed}${typed.includes('<') ? '>' : ''}\n${text.slice(middle)}`;
  },
  // the same without the bracket: it may be missing anywhere, and the whole file is read
  'an unclosed block': (text, middle, round) =>
    `${text.slice(0, middle)}ns new < ${'veth e0 -> br0'.slice(0, 1 + (round % 14))}\n${text.slice(middle)}`,
};

for (const [shape, draw] of Object.entries(shapes)) {
  if (!shape.includes(only)) continue;
  for (const size of sizes) {
    const text = draw(size).join('\n');
    const middle = text.indexOf('\n', text.length * 0.4) + 1;
    for (const [typed, version] of Object.entries(typists)) {
      const times = { whole: [], bare: [], read: [], busy: [] };
      let before = analyze(new SourceText('lab.net', text));
      // the first are not counted: the compiler of JavaScript is still at work
      for (let round = -warming; round < rounds; round++) {
        const source = new SourceText('lab.net', version(text, middle, round + warming));
        // a text is one piece for its parser, not the three that it was put together from
        source.text.charCodeAt(0);
        const cpu = process.cpuUsage();
        const whole = time(() => {
          before = analyze(source, { replaced: before });
          return JSON.stringify(before.diagnostics);
        });
        const { user, system } = process.cpuUsage(cpu);
        const bare = time(() => parse(source));
        if (round < 0) continue;
        times.whole.push(whole);
        times.busy.push((user + system) / 1000);
        times.bare.push(bare);
        times.read.push(before.syntax.reread);
      }
      const [whole, bare] = [median(times.whole), median(times.bare)];
      const goal = goals.get(size);
      console.log(
        `${shape.padEnd(6)} ${String(size).padStart(6)}  ${typed.padEnd(18)} ${whole.toFixed(1).padStart(7)} ms (least ${Math.min(...times.whole).toFixed(1)}, of the processors ${median(times.busy).toFixed(1)})  ` +
          `${(whole / bare).toFixed(2)} × a bare parse of ${bare.toFixed(1)} ms  ${median(times.read)} statements read` +
          (goal ? `  ${whole <= goal ? 'meets' : 'misses'} the goal of ${goal} ms` : ''),
      );
    }
  }
}

function time(act) {
  const started = performance.now();
  act();
  return performance.now() - started;
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
}
