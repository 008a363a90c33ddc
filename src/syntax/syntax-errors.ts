import type { Problem } from '../../grammar/problem.ts';
import { lookOf } from '../../grammar/shapes.ts';
import { inDevices, inNodes, type Word } from '../../grammar/words/word.ts';
import { blockMenu, keywords } from '../../grammar/words.ts';
import { meaning, perhaps, toWrite } from '../diagnostic/advice.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { SourceText } from '../text/source-text.ts';
import { didYouMean, nearest } from '../util/did-you-mean.ts';
import { shorten } from '../util/shorten.ts';
import { adviceFor } from './advice.ts';
import { sayOfLoop } from './loop-errors.ts';
import type { Said } from './said.ts';
import { translateShell } from './shell-line.ts';
import { syntaxFix } from './syntax-fixes.ts';

/** Says in the user's words what the parser stumbled over. */
export function syntaxError(problem: Problem, source: SourceText): Diagnostic {
  const { message: first, help, advice, related } = say(problem, source);
  const message = problem.times === undefined ? first : `${first} (${problem.times} times in this file)`;
  const fix = syntaxFix(problem, source, advice);
  const rule = problem.code === 'internal' ? 'internal-error' : 'syntax';
  return {
    rule,
    severity: 'error',
    span: problem.span,
    message,
    ...(help === undefined ? {} : { help }),
    ...(advice ? { advice } : {}),
    ...(related ? { related } : {}),
    ...(fix ? { fix } : {}),
  };
}

function say(problem: Problem, source: SourceText): Said {
  switch (problem.code) {
    case 'missing-value': {
      const { word, value, found } = problem;
      const instead = found === undefined ? '' : `, not \`${shorten(found)}\``;
      return {
        message: `\`${word.keyword}\` needs ${value.what}${instead}.`,
        help: `write \`${example(word)}\``,
      };
    }
    case 'missing-after-comma':
      return {
        message: `Behind the comma ${problem.value.what} is missing.`,
        help: 'commas separate several values of one word; attributes need none between them',
      };
    case 'wrong-choice':
      return {
        message: `\`${problem.word.keyword}\` takes ${orList(problem.value.choices ?? [])} here, not \`${shorten(problem.found)}\`.`,
        ...toWrite(`${problem.word.keyword} ${problem.value.example}`),
      };
    case 'missing-word':
      return {
        message: `\`${problem.word.keyword}\` says nothing without ${orList(problem.word.oneOf ?? [])}.`,
        help: `write \`${example(problem.word)}\``,
      };
    case 'said-twice':
      return {
        message: `\`${problem.word.keyword}\` is said twice of one ${problem.owner.keyword}.`,
        related: [{ span: problem.first, message: 'first said here' }],
      };
    case 'repaired':
      return {
        message: `There is no word \`${shorten(problem.found)}\` here; did you mean \`${problem.word.keyword}\`?`,
        help:
          problem.word.keyword === '->'
            ? 'a cable is drawn with `->`'
            : `${problem.word.keyword}: ${problem.word.summary}`,
        advice: { write: [problem.word.keyword], of: problem.found },
      };
    case 'unknown-word':
      return unknownWord(problem);
    case 'misplaced':
      return misplaced(problem.word, problem.owner, problem.isInside);
    case 'behind-block':
      return {
        message: `Nothing stands behind a block: \`${problem.word.keyword}\` belongs before the \`<\` of this ${problem.owner.keyword}, or inside.`,
      };
    case 'needs-block': {
      const { word, name, rest } = problem;
      return {
        message: `What belongs to \`${word.keyword} ${shorten(name)}\` stands in its block.`,
        help: `write \`${word.keyword} ${shorten(name)} < ${shorten(rest, 60)} >\``,
        advice: { write: [`${word.keyword} ${name} < ${rest} >`] },
      };
    }
    case 'foreign-loop':
    case 'loop-block':
    case 'once-in-loop':
    case 'shell-variable':
      return sayOfLoop(problem);
    case 'no-block':
      return {
        message: problem.word
          ? 'A second block: this one has no keyword.'
          : 'This `<` opens a block, but nothing that stands before it can have one.',
        help: 'a block stands behind a thing and its name: `ns ns1 < … >`',
      };
    case 'missing-close':
      return {
        message: `The block of \`${problem.word.keyword}\` is not closed: a \`>\` is missing behind this.`,
        related: [{ span: problem.open, message: 'opened here' }],
      };
    case 'stray-close':
      return {
        message: 'This `>` closes nothing.',
        help: 'remove it, or write the `<` that it closes',
        advice: { remove: true },
      };
    case 'stray-comma':
      return {
        message: 'There is nothing to separate here.',
        help: 'a comma stands between several values of one word (`ip 10.0.0.1/24, fd00::1/64`); statements need none',
      };
    case 'stray-arrow':
      return {
        message: 'An arrow stands behind `veth NAME` (or `nat`), and nowhere else.',
        help: 'write `veth eth0 -> br0` in the block of the namespace whose end `eth0` is',
      };
    case 'too-deep':
      return { message: `Blocks may be nested ${problem.limit} deep.`, help: 'no lab needs more than four' };
    case 'shell-line':
      return {
        message: `This is a shell command, not a statement of a lab${problem.count > 1 ? ` (and so are the next ${problem.count - 1})` : ''}.`,
        ...translateShell(problem.text),
      };
    case 'slash-comment':
      return { message: 'Comments begin with `#`.', help: 'write `#` instead', advice: { write: ['#'] } };
    case 'look-alike':
      return {
        message: `\`${problem.found.trim()}\` is written \`${problem.right}\` here.`,
        help: lookAlikeHelp(problem.right),
      };
    case 'quoted':
      if (/\s/.test(problem.found))
        return {
          message: 'A name holds no blanks.',
          ...toWrite(problem.found.trim().replace(/\s+/g, '-')),
        };
      return { message: 'No quotes are needed here.', ...toWrite(problem.found) };
    case 'bad-word': {
      const right = problem.found.replaceAll('\\', '/').replace(/[[\]]/g, '');
      if (['prefix', 'address'].includes(lookOf(right)))
        return {
          message: `\`${shorten(problem.found)}\` is no IP address.`,
          ...toWrite(right),
        };
      const bad = [...problem.found].find((c) => !/[A-Za-z0-9_.:+/=%@*{},-]/.test(c)) ?? '';
      return {
        message: `\`${shorten(problem.found)}\` holds \`${shorten(bad)}\`, which stands in no word of a lab.`,
        help: 'names are ASCII letters, digits, `_`, `.`, `+` and `-`',
      };
    }
    case 'open-range':
      return {
        message: problem.found.includes('{}')
          ? `The braces in \`${shorten(problem.found)}\` are empty.`
          : `The \`{\` in \`${shorten(problem.found)}\` is not closed.`,
        help: 'a range is written `n{1..3}` or `n{a,b}`',
      };
    case 'spaced-range':
      return {
        message: `${/\.\.|,/.test(problem.found) ? 'A range' : 'An expression'} has no blanks inside.`,
        ...toWrite(problem.found.replace(/\s+/g, '')),
      };
    case 'split-address':
      return {
        message: 'An address and its length are one word.',
        ...toWrite(problem.right),
      };
    case 'netmask':
      return {
        message: 'The length of a prefix stands behind a `/`, in bits.',
        ...(problem.right === undefined ? { help: 'write `192.168.1.2/24`' } : toWrite(problem.right)),
      };
    case 'missing-keyword':
      return missingKeyword(problem);
    case 'missing-open':
      return {
        message: `The block of \`${problem.word.keyword}\` has no \`<\`: it is missing behind this.`,
        help: `write \`${shorten(source.slice(problem.span), 60)} <\``,
        advice: { write: [`${source.slice(problem.span)} <`] },
      };
    case 'separator':
      return separator(problem);
    case 'glued':
      return {
        message: 'A blank stands between a word and its value.',
        ...toWrite(problem.right),
      };
    case 'decimal-comma':
      return {
        message: 'The numbers of an address are parted by dots.',
        ...toWrite(problem.right),
      };
    case 'one-only':
      return {
        message: `\`${problem.word.keyword}\` takes one value here.`,
        help: `for each of several there is a ${problem.word.keyword === '->' ? '`veth`' : 'statement'} of its own`,
      };
    case 'blank-in-name':
      return { message: 'A name holds no blanks.', ...toWrite(problem.right) };
    case 'swapped':
      return {
        message: 'A cable is drawn from the end that the `veth` names.',
        ...toWrite(problem.right),
      };
    case 'torn':
      return { message: 'A device of a node is one word.', ...toWrite(problem.right) };
    case 'foreign-line':
      return {
        message: 'This line is no part of a lab: another tool has left it.',
        help: 'remove it',
        advice: { remove: true },
      };
    case 'too-many':
      return { message: 'There are more than 1000 errors; what follows is not shown.' };
    case 'internal':
      return {
        message: `netgen failed to read this: ${problem.text} (${source.name}).`,
        help: 'this is a fault in netgen; please report it',
      };
  }
}

function separator({ found, word, value }: Extract<Problem, { code: 'separator' }>): Said {
  if (word === '')
    return { message: `No \`${found}\` is needed here.`, help: 'remove it', advice: { remove: true } };
  const right = [word, value ?? ''].join(' ').trim();
  return {
    message: `No \`${found}\` stands between a word and its value.`,
    ...toWrite(right),
  };
}

function missingKeyword({ word, found, owner }: Extract<Problem, { code: 'missing-keyword' }>): Said {
  const shown = shorten(found);
  const advice = { write: [`${word.keyword} ${found}`] };
  if (owner && lookOf(found) === 'name') {
    const help =
      word.keyword === '->' && owner.keyword === 'veth'
        ? `if this is where it ends, write \`-> ${shown}\``
        : `did you mean \`${word.keyword} ${shown}\`?`;
    return { message: `\`${owner.keyword}\` has no attribute \`${shown}\`.`, help, advice };
  }
  return {
    message: `\`${shown}\` stands here without a word that takes it.`,
    help: `did you mean \`${word.keyword} ${shown}\`?`,
    advice,
  };
}

function unknownWord(problem: Extract<Problem, { code: 'unknown-word' }>): Said {
  const { found, owner, expected } = problem;
  const shown = `\`${shorten(found)}\``;
  if (/^\.?\d[\d.]*(\/\d+)?$/.test(found) || /^[0-9a-f]*:[0-9a-f:]*(\/\d+)?$/i.test(found)) {
    const word = found.includes('/') && !found.startsWith('.') ? 'ip' : 'gw';
    return {
      message: `${shown} stands here without a word that takes it.`,
      ...meaning(`${word} ${found}`),
    };
  }
  const words = expected.filter((word) => word !== '->');
  const best = nearest(found, words);
  const hint = didYouMean(best);
  const known = adviceFor(found, owner);
  if (known) {
    const message = owner
      ? `\`${owner.keyword}\` has no attribute ${shown}.`
      : `There is no word ${shown} here.`;
    return { message, ...known };
  }
  const [key, ...value] = found.split('=');
  if (key && value.length > 0 && expected.includes(key)) {
    const right = `${key} ${value.join('=')}`.trim();
    return { message: 'No `=` stands between a word and its value.', ...toWrite(right) };
  }
  if (owner) {
    return {
      message: `\`${owner.keyword}\` has no attribute ${shown}${hint || '.'}`,
      help: `${owner.keyword} takes ${list(expected.map((word) => `\`${word}\``))}`,
      ...perhaps(best),
    };
  }
  return {
    message: `There is no word ${shown}${hint || '.'}`,
    help: `here stands one of ${list(words.map((word) => `\`${word}\``))}`,
    ...perhaps(best),
  };
}

function misplaced(word: Word, owner: Word | undefined, isInside: boolean): Said {
  const here =
    owner === undefined
      ? 'at the top level'
      : owner.scope
        ? `in a ${owner.keyword === 'ns' ? 'namespace' : owner.keyword}`
        : `${isInside ? 'in the block of' : 'behind'} \`${owner.keyword}\``;
  const places = keywords.get(word.keyword)?.flatMap(({ standsIn }) => standsIn) ?? [];
  const names: string[] = [];
  if (places.includes('file')) names.push('at the top level');
  if (places.includes('host')) names.push('in a host');
  if (inNodes.every((place) => places.includes(place))) names.push('in a namespace');
  const others = places.filter((place) => !inNodes.includes(place));
  if (inDevices.every((device) => others.includes(device))) names.push('at a device');
  else names.push(...others.map((place) => `behind \`${place}\``));
  const known = adviceFor(word.keyword, owner) ?? { help: `it stands ${orList(names, false)}` };
  const inside =
    owner?.scope || isInside ? '' : blockMenu(owner?.place).has(word.keyword) ? ' without a block' : '';
  return { message: `\`${word.keyword}\` cannot stand ${here}${inside}.`, ...known };
}

function lookAlikeHelp(right: string): string | undefined {
  if (right === '<' || right === '>') return 'a block is `< … >`';
  return right === '->' ? 'a cable is drawn with `->`' : undefined;
}

/** How a statement with this word is written. */
function example(word: Word): string {
  const values = word.values.filter((value) => !value.optional).map((value) => value.example);
  if (word.keyword === 'expect') return 'expect ns1 reaches ns2';
  if (word.keyword === 'rule') return 'rule from 192.168.1.0/24 lookup 100';
  if (word.keyword === 'neigh') return 'neigh 192.168.1.9 lladdr 02:00:00:00:00:01';
  return [word.keyword, ...values, ...(word.loop ? ['< … >'] : [])].join(' ');
}

function list(words: readonly string[]): string {
  return words.join(', ');
}

function orList(words: readonly string[], quoted = true): string {
  const shown = quoted ? words.map((word) => `\`${word}\``) : words;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`;
}
