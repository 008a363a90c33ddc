// Every rule that calls something an error is put to a kernel, or stands here with the reason why none can judge it.
import { readdirSync, readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { rules } from '../../src/check/rules.ts';
import { severityOf } from '../../src/check/severities.ts';
import { root } from '../lab.helper.ts';
import { addresses } from './truth/addresses.ts';
import { forwarding } from './truth/forwarding.ts';
import { routing } from './truth/routing.ts';
import { values } from './truth/values.ts';
import { warnings } from './truth/warnings.ts';
import { wire } from './truth/wire.ts';

const test = suite('truth: the list of rules');

/** What no kernel has a say in. */
const unjudged: Readonly<Record<string, string>> = {
  syntax: 'there is no lab',
  'internal-error': 'a fault in netgen',
  'unnamed-lab': 'the name of the lab is netgen’s own',
  'unknown-name': 'there is nothing that a command could name',
  'outside-hosts': 'hosts are netgen’s own',
  'cable-leaves-host': 'hosts are netgen’s own',
  'too-many-statements': 'a limit of netgen',
  'bad-range': 'ranges are netgen’s own',
  'bad-expression': 'loops are netgen’s own',
  'range-lengths': 'ranges are netgen’s own',
  'unconnected-veth': 'the kernel makes both ends of a veth, so one alone cannot be asked for',
  'not-plugged': '`port` names something that netgen makes',
  'not-the-labs': 'the kernel would take the address: it is the machine that netgen leaves alone',
  'short-address': 'short addresses are netgen’s own',
  'bad-rule': 'ip takes it, but means less by it than it says',
  'bad-nat': '`nat` is netgen’s own',
  'bad-expectation': 'expectations are netgen’s own',
};

/** Rules of the model and of what is before it. All of them are errors; their names stand where they are reported. */
function rulesOfTheModel(): readonly string[] {
  const files = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !/^(?:check|plan|render)\/|\.gen\.ts$/.test(file),
  );
  const named = files
    .map((file) => readFileSync(`${root}src/${file}`, 'utf8'))
    .flatMap((text) => [...text.matchAll(/(?:findings\.error\(|\brule(?::| =)\s)([^,;]*)/g)])
    .map((match) => (match[1] ?? '').replace(/===\s*'[^']*'/g, ''))
    .flatMap((text) => [...text.matchAll(/'([a-z]+(?:-[a-z]+)*)'/g)].map((match) => match[1] ?? ''));
  return [...new Set(named)];
}

const truths = [...addresses, ...routing, ...forwarding, ...wire];

test('each rule of severity error is tried on a kernel, or no kernel can judge it', () => {
  const errors = rules.map(({ name }) => name).filter((name) => severityOf(name) === 'error');
  const known = new Set([...errors, ...rulesOfTheModel()]);
  const tried = new Set([...truths, ...values].map(({ rule }) => rule));
  assert.equal([...tried, ...Object.keys(unjudged)].sort(), [...known].sort());
});

test('what is tried as an error says so', () => {
  for (const { rule, severity, lost, fails, proof } of truths) {
    assert.is(severity ?? 'error', 'error', rule);
    assert.ok(lost || fails || proof, rule);
  }
  for (const { rule, severity, reached } of warnings) {
    assert.is(severity, 'warning', rule);
    assert.ok(reached, rule);
  }
});

test.run();
