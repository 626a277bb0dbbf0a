import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { current, explain, freshDialogs, painted, run } from './support/hitlight.js';
import { openSample, select, until } from './support/workspace.js';

const query = 'retry a failed request and wait longer each time';
const hit = 'Call a flaky service until it answers';

describe('texts edited in the panel', () => {
  freshDialogs();

  it('are explained instead, while documents stay as they are, and can be left again', async () => {
    select(await openSample('queries.md'), query);
    await run('markFirstText');
    const b = await openSample('retry.ts', vscode.ViewColumn.Two);
    select(b, hit);
    const before = await explain('explainWithMarked');
    await run('clearMark');
    const document = b.document.getText();

    await run('editText', 'b', 'Call a reliable service once');
    const edited = await current();
    assert.equal(edited.b.text, 'Call a reliable service once');
    assert.equal(edited.b.uri, null);
    assert.match(edited.b.label, /retry\.ts.*edited here/);
    assert.equal(edited.a.text, before.a.text);
    assert.notEqual(edited.explanation.score, before.explanation.score);
    assert.equal(b.document.getText(), document);
    await until('its editor shows nothing', async () => (await painted('retry.ts')).length === 0);

    await run('editText', 'b', '   ');
    assert.equal((await current()).b.text, 'Call a reliable service once');
    await run('editText', 'b', null);
    const restored = await current();
    assert.equal(restored.b.text, hit);
    assert.equal(restored.explanation.score, before.explanation.score);
    assert.ok((await painted('retry.ts')).length > 0);
  });
});

describe('verifying', () => {
  const dialogs = freshDialogs();

  it('leaves the explanation on screen and says nothing went wrong', async () => {
    select(await openSample('queries.md'), query);
    await run('markFirstText');
    select(await openSample('retry.ts', vscode.ViewColumn.Two), hit);
    const { explanation } = await explain('explainWithMarked');
    await run('verifyExplanation');
    assert.deepEqual(dialogs().messages, []);
    assert.equal((await current()).explanation, explanation);
  });
});
