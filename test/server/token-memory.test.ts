// What changed of the words of a document, as an editor puts it into what it knows.
import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { TokenMemory } from '../../src/server/token-memory.ts';

const test = suite('what an editor was told of words');

test('semantic tokens have changed as the edits say, whatever changed', () => {
  const token = fc.array(fc.nat(2), { minLength: 5, maxLength: 5 });
  const answer = fc.array(token, { maxLength: 8 }).map((all) => all.flat());
  void fc.assert(
    fc.property(answer, answer, (before, after) => {
      const memory = new TokenMemory();
      const { resultId } = memory.full('a', [...before]);
      const changed = memory.since(resultId ?? '', 'a', [...after]);
      assert.ok('edits' in changed);
      const told = [...before];
      for (const { start, deleteCount, data = [] } of changed.edits) told.splice(start, deleteCount, ...data);
      assert.equal(told, after);
      memory.forget('a');
      assert.equal(memory.since(changed.resultId ?? '', 'a', after), { resultId: '3', data: after });
    }),
  );
});

test.run();
