import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Completion, completions } from '../../src/service/completion.ts';
import { piecesOf } from '../../src/syntax/pieces.ts';
import { fixtureLab } from '../lab.helper.ts';
import { cursor } from './cursor.helper.ts';

const test = suite('service: completion');

function offered(marked: string): readonly Completion[] {
  const { analysis, offset } = cursor(marked);
  return completions(analysis, offset);
}

function texts(marked: string): readonly string[] {
  return offered(marked).map(({ text }) => text);
}

/** The five topologies of the article, and the one of two machines. */
const canonical = ['point-to-point', 'bridge', 'router', 'root-router', 'gateway', 'two-machines'];

/** What nothing in the rest of the lab tells. */
const unforeseen: Readonly<Record<string, string>> = {
  'bridge virtual-bridge': 'a new name',
  'bridge br0': 'a new name',
  'uplink enp0s3': 'a new name',
  'host left': 'a new name',
  'host right': 'a new name',
  'veth veth-ns1': 'a new name',
  'veth veth-ns2': 'a new name',
  'veth veth-ns3': 'a new name',
  'veth eth0': 'a new name',
  'ns ns1': 'a new name',
  'ns ns2': 'a new name',
  'ns ns3': 'a new name',
  'ip 10.0.2.15/24': 'an address that the machine has',
  'ip 10.0.2.16/24': 'an address that the machine has',
};

for (const name of canonical) {
  test(`${name}: without a word, that word is offered`, () => {
    const missing: string[] = [];
    const { text } = fixtureLab(name);
    const words = piecesOf(text).filter(({ kind }) => kind === 'word');
    for (const [index, { text: word, span }] of words.entries()) {
      const rest = `${text.slice(0, span.start)}‸${text.slice(span.end)}`;
      if (!texts(rest).includes(word)) missing.push(`${words[index - 1]?.text} ${word}`);
    }
    console.log(name, missing);
    assert.equal(missing.filter((one) => !unforeseen[one]), []);
  });

  test(`${name}: where it is cut, the next word is offered`, () => {
    const missing: string[] = [];
    const { text } = fixtureLab(name);
    const words = piecesOf(text).filter(({ kind }) => kind === 'word');
    for (const [index, { text: word, span }] of words.entries()) {
      if (!texts(`${text.slice(0, span.start)}‸`).includes(word)) missing.push(`${words[index - 1]?.text} ${word}`);
    }
    console.log(name, 'cut', missing);
  });
}

test.run();
