import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { outdated, Scheduler, type Versioned } from '../../src/server/scheduler.ts';

const test = suite('scheduler');

interface Log {
  readonly begun: number[];
  readonly done: string[];
  readonly failed: unknown[];
}

/** A scheduler whose work takes a number of steps of some milliseconds each. */
function scheduler(steps = 1, milliseconds = 0): Log & { readonly scheduler: Scheduler<Versioned, string> } {
  const log: Log = { begun: [], done: [], failed: [] };
  const made = new Scheduler<Versioned, string>({
    *steps({ version }) {
      log.begun.push(version);
      for (let step = 0; step < steps; step++) {
        const until = performance.now() + milliseconds;
        while (performance.now() < until);
        yield;
      }
      if (version < 0) throw new TypeError(`version ${version}`);
      return `result ${version}`;
    },
    done: (_, result) => log.done.push(result),
    failed: (_, error) => log.failed.push(error),
  });
  return { ...log, scheduler: made };
}

const uri = 'file:///lab.net';
const wait = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

test('of keystrokes that follow each other, only the last is worked on', async () => {
  const { scheduler: made, begun, done } = scheduler();
  for (let version = 1; version <= 50; version++) made.changed({ uri, version });
  assert.is(await made.current(uri), 'result 50');
  await wait(30);
  assert.equal(begun, [50]);
  assert.equal(done, ['result 50']);
});

test('a change in the midst of the work ends it: nothing of the version before is told', async () => {
  const { scheduler: made, begun, done } = scheduler(20, 5);
  made.changed({ uri, version: 1 });
  const asked = made.current(uri);
  await wait(40);
  assert.equal(begun, [1]);
  made.changed({ uri, version: 2 });
  assert.is(await asked, outdated);
  assert.is(await made.current(uri), 'result 2');
  await wait(30);
  assert.equal(begun, [1, 2]);
  assert.equal(done, ['result 2']);
});

test('a request begins the work at once, and what is known is not worked on again', async () => {
  const { scheduler: made, begun } = scheduler();
  made.changed({ uri, version: 1 });
  const [first, second] = [made.current(uri), made.current(uri)];
  assert.equal(begun, [1]);
  assert.equal(await Promise.all([first, second, made.current(uri)]), Array(3).fill('result 1'));
  await wait(30);
  assert.equal(begun, [1]);
});

test('long work leaves turns to others', async () => {
  const { scheduler: made } = scheduler(40, 5);
  made.changed({ uri, version: 1 });
  const asked = made.current(uri);
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  await asked;
  clearInterval(timer);
  assert.ok(turns >= 5, `${turns} turns`);
});

test('what is closed is not worked on; whoever waits is told', async () => {
  const { scheduler: made, begun, done } = scheduler(4, 10);
  made.changed({ uri, version: 1 });
  made.changed({ uri: 'file:///other.net', version: 1 });
  const asked = made.current(uri);
  made.closed(uri);
  assert.is(await asked, outdated);
  assert.is(await made.current(uri), outdated);
  assert.is(await made.current('file:///other.net'), 'result 1');
  assert.equal(done, ['result 1']);
  assert.equal(begun, [1, 1]);
});

test('a fault is told once, rejects requests, and the next version is worked on', async () => {
  const { scheduler: made, failed, done } = scheduler();
  made.changed({ uri, version: -1 });
  for (let asked = 0; asked < 2; asked++)
    await made.current(uri).then(
      () => assert.unreachable(),
      (error: Error) => assert.is(error.message, 'version -1'),
    );
  assert.is(failed.length, 1);
  made.changed({ uri, version: 2 });
  assert.is(await made.current(uri), 'result 2');
  assert.equal(done, ['result 2']);
});

test.run();
