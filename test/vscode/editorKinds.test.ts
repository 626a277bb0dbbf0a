import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { explain, freshDialogs, hitlight, run } from './support/hitlight.js';
import { rangeOf, sample, select, until, writeSample } from './support/workspace.js';

const query = 'retry a failed request and wait longer each time';
const hit = 'Call a flaky service until it answers';

/** The editor that has the keyboard once it shows a document with this text. */
async function activeWith(text: string): Promise<vscode.TextEditor> {
  let found: vscode.TextEditor | undefined;
  await until(`an editor with “${text}” is active`, () => {
    found = vscode.window.activeTextEditor;
    return found?.document.getText().includes(text) === true;
  });
  assert.ok(found);
  return found;
}

/** What is painted in the editor of a document, and what its hover says of a word. */
async function readingOf(uri: vscode.Uri, word: vscode.Position) {
  const paintedHere = (await hitlight())
    .painted()
    .filter(({ editor }) => editor.document.uri.toString() === uri.toString())
    .flatMap(({ painted }) => painted);
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    uri,
    word,
  );
  const said = hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (typeof content === 'string' ? content : content.value));
  return { painted: paintedHere.length, said: said.join('\n') };
}

async function checkBoth(a: vscode.TextDocument, b: vscode.TextDocument): Promise<void> {
  for (const [document, text] of [
    [a, query],
    [b, hit],
  ] as const) {
    const word = rangeOf(document, text).start.translate(0, 1);
    const { painted, said } = await readingOf(document.uri, word);
    assert.ok(painted > 3, `${document.uri.path}: ${painted} painted`);
    assert.match(said, /contributes/);
  }
}

describe('texts are explained and painted', () => {
  freshDialogs();

  it('on both sides of a diff editor', async () => {
    await vscode.commands.executeCommand('vscode.diff', sample('queries.md'), sample('retry.ts'));
    await vscode.commands.executeCommand('workbench.action.compareEditor.focusSecondarySide');
    const left = await activeWith(query);
    select(left, query);
    await run('markFirstText');
    await vscode.commands.executeCommand('workbench.action.compareEditor.focusPrimarySide');
    const right = await activeWith(hit);
    select(right, hit);
    const { a, b } = await explain('explainWithMarked');
    assert.deepEqual([a.text, b.text], [query, hit]);
    await checkBoth(left.document, right.document);
    await run('nextPair');
    const { visibleTextEditors } = vscode.window;
    assert.ok([left, right].every((editor) => visibleTextEditors.includes(editor)));
  });

  it('in two cells of a notebook', async () => {
    const cell = (source: string) => ({
      ...{ cell_type: 'code', metadata: {}, outputs: [], execution_count: null },
      source: [source],
    });
    const notebook = { cells: [cell(`# ${query}`), cell(`# ${hit}`)], metadata: {} };
    const json = JSON.stringify({ ...notebook, nbformat: 4, nbformat_minor: 5 });
    const uri = await writeSample('study.ipynb', new TextEncoder().encode(json));
    const document = await vscode.workspace.openNotebookDocument(uri);
    await vscode.window.showNotebookDocument(document);
    await vscode.commands.executeCommand('notebook.focusTop');
    await vscode.commands.executeCommand('notebook.cell.edit');
    select(await activeWith(query), query);
    await run('markFirstText');
    await vscode.commands.executeCommand('notebook.focusNextEditor');
    select(await activeWith(hit), hit);
    const { a, b } = await explain('explainWithMarked');
    assert.deepEqual([a.text, b.text], [query, hit]);
    assert.deepEqual([a.label, b.label], ['study.ipynb [1]:1', 'study.ipynb [2]:1']);
    const [first, second] = document.getCells();
    assert.ok(first && second);
    await checkBoth(first.document, second.document);
  });
});
