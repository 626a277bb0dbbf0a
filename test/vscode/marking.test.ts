import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { explain, freshDialogs, painted, run } from './support/hitlight.js';
import { openSample, select } from './support/workspace.js';

const query = 'retry a failed request';
const hit = 'Call a flaky service until it answers';

describe('Mark as First Text', () => {
  const dialogs = freshDialogs();

  it('shows the mark in the editor until it is cleared', async () => {
    select(await openSample('queries.md'), query);
    await run('markFirstText');
    assert.deepEqual(
      (await painted('queries.md')).filter((each) => each.startsWith('mark')),
      [`mark ${query}`],
    );
    await run('clearMark');
    assert.ok(!(await painted('queries.md')).some((each) => each.startsWith('mark')));
  });

  it('follows edits: what counts is the present text', async () => {
    const editor = await openSample('queries.md');
    select(editor, query);
    await run('markFirstText');
    await editor.edit((edit) => {
      edit.insert(new vscode.Position(0, 0), 'New first line\n');
      const failed = editor.document.getText().indexOf('failed');
      const start = editor.document.positionAt(failed);
      edit.replace(new vscode.Range(start, start.translate(0, 'failed'.length)), 'broken');
    });
    select(await openSample('retry.ts', vscode.ViewColumn.Two), hit);
    const { a, b } = await explain('explainWithMarked');
    assert.deepEqual([a.text, b.text], ['retry a broken request', hit]);
  });

  it('says what is missing', async () => {
    select(await openSample('retry.ts'), hit);
    await run('explainWithMarked');
    const editor = await openSample('queries.md');
    editor.selections = [new vscode.Selection(0, 0, 0, 0)];
    await run('markFirstText');
    assert.match(dialogs().messages[0] ?? '', /^warning: No text is marked/);
    assert.match(dialogs().messages[1] ?? '', /^warning: Nothing is selected/);
  });
});
