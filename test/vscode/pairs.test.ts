import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { explain, freshDialogs, hitlight, painted, run } from './support/hitlight.js';
import { openSample, select, until } from './support/workspace.js';

const query = 'retry a failed request and wait longer each time';
const hit = 'Call a flaky service until it answers, waiting longer after each failure';

describe('the strongest pairs', () => {
  freshDialogs();

  it('are gone through in both editors, forwards and backwards', async () => {
    const a = await openSample('queries.md');
    select(a, query);
    await run('markFirstText');
    const b = await openSample('retry.ts', vscode.ViewColumn.Two);
    const text = b.document.getText();
    select(b, text.includes(hit) ? hit : 'Call a flaky service until it answers');
    await explain('explainWithMarked');
    await run('clearMark');
    const places = () =>
      [a, b].map(({ document, selection }) => document.offsetAt(selection.active));
    const api = await hitlight();
    const seen: string[] = [];
    for (let i = 0; i < 3; i++) {
      await run('nextPair');
      const { a: one, b: two } = api.emphasis();
      assert.ok(one !== null && two !== null, 'both tokens of the pair are emphasised');
      const emphasised = async (file: string) =>
        (await painted(file)).filter((each) => each.startsWith('emphasis:'));
      await until('both editors show it', async () => {
        const counts = [
          (await emphasised('queries.md')).length,
          (await emphasised('retry.ts')).length,
        ];
        return counts.every((count) => count === 1);
      });
      seen.push(places().join(' '));
    }
    assert.equal(new Set(seen).size, 3);
    await run('previousPair');
    await until('it is the one before', () => Promise.resolve(places().join(' ') === seen[1]));
  });
});
