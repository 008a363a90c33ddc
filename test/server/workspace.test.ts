// The labs of a workspace that no editor has open.
import { pathToFileURL } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readSettings } from '../../src/server/settings.ts';
import { Workspace } from '../../src/server/workspace.ts';
import { root } from '../lab.helper.ts';

const test = suite('the labs of a workspace');

test('files of the workspace are read with the settings of the session', async () => {
  const workspace = new Workspace([pathToFileURL(`${root}fixtures/rules/unused-bridge`).href]);
  const severities = async (level: string): Promise<readonly string[]> => {
    const labs = await workspace.labs(new Set(), readSettings({ rules: { 'unused-bridge': level } }));
    return labs
      .filter(({ document }) => document.uri.endsWith('/bad.net'))
      .flatMap(({ analysis }) => analysis.diagnostics.map(({ severity }) => severity));
  };
  assert.equal(await severities('warning'), ['warning']);
  assert.equal(await severities('error'), ['error']);
  assert.equal(await severities('off'), []);
});

test.run();
