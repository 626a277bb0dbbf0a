import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { current, explain, freshDialogs, hitlight, painted, run } from './support/hitlight.js';
import { openSample, openVirtual, rangeOf, select, until } from './support/workspace.js';

const query = 'retry a failed request and wait longer each time';
const hit = 'Call a flaky service until it answers';

async function explainQueryAndHit(): Promise<{ a: vscode.TextEditor; b: vscode.TextEditor }> {
  const a = await openSample('queries.md');
  select(a, query);
  await run('markFirstText');
  const b = await openSample('retry.ts', vscode.ViewColumn.Two);
  select(b, hit);
  await explain('explainWithMarked');
  await run('clearMark');
  return { a, b };
}

/** The hover that Hitlight gives at the start of a text, as plain strings. */
async function hoverAt(editor: vscode.TextEditor, text: string): Promise<string[]> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    editor.document.uri,
    rangeOf(editor.document, text).start.translate(0, 1),
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (typeof content === 'string' ? content : content.value))
    .filter((content) => content.includes('contributes'));
}

describe('highlights', () => {
  freshDialogs();

  it('grade the tokens of both texts by sign and size', async () => {
    await explainQueryAndHit();
    const [inQuery, inHit] = [await painted('queries.md'), await painted('retry.ts')];
    assert.ok(inQuery.length > 3, inQuery.join('\n'));
    assert.ok(inHit.length > 3, inHit.join('\n'));
    for (const each of [...inQuery, ...inHit]) assert.match(each, /^(positive|negative)[1-5] \S+$/);
    // The largest marginal of a text sets its scale.
    assert.ok([...inQuery, ...inHit].some((each) => /^(positive|negative)5/.test(each)));
  });

  it('are not covered by the selections that chose the texts', async () => {
    const { a, b } = await explainQueryAndHit();
    const end = rangeOf(b.document, hit).end;
    await until('the selections are gone', () =>
      [a, b].every(({ selections: [one, two] }) => one?.isEmpty === true && two === undefined),
    );
    assert.ok(b.selection.active.isEqual(end), 'the cursor stays where it was');
    assert.deepEqual((await hitlight()).emphasis(), { a: null, b: null });
  });

  it('leave a selection of something else', async () => {
    const a = await openSample('queries.md');
    select(a, query);
    await run('markFirstText');
    select(a, 'split a line');
    const b = await openSample('retry.ts', vscode.ViewColumn.Two);
    select(b, hit);
    await explain('explainWithMarked');
    await until('the text chosen last is not selected', () => b.selection.isEmpty);
    assert.equal(a.document.getText(a.selection), 'split a line');
  });

  it('are cleared and shown again', async () => {
    await explainQueryAndHit();
    const before = await painted('retry.ts');
    await run('clearHighlights');
    assert.deepEqual(await painted('retry.ts'), []);
    await run('showHighlights');
    assert.deepEqual(await painted('retry.ts'), before);
  });

  it('move with edits outside', async () => {
    const { b } = await explainQueryAndHit();
    const before = await painted('retry.ts');
    await b.edit((edit) => edit.insert(new vscode.Position(0, 0), '// One more line\n'));
    await until('the texts moved', async () => (await current()).b.start > 20);
    assert.deepEqual(await painted('retry.ts'), before);
    assert.equal((await current()).b.stale, false);
  });

  it('are marked stale by edits inside, and fresh again by undoing them', async () => {
    const { b } = await explainQueryAndHit();
    const before = await painted('retry.ts');
    await b.edit((edit) => edit.replace(rangeOf(b.document, 'flaky'), 'shaky'));
    await until('the text is stale', async () => (await current()).b.stale);
    const stale = await painted('retry.ts');
    assert.ok(stale.length > 0);
    for (const each of stale) assert.match(each, /^stale:/);
    assert.equal((await current()).a.stale, false);
    await vscode.commands.executeCommand('undo');
    await until('the text is fresh again', async () => !(await current()).b.stale);
    assert.deepEqual(await painted('retry.ts'), before);
  });

  it('are right again after Explain Again', async () => {
    const { b } = await explainQueryAndHit();
    await b.edit((edit) => edit.replace(rangeOf(b.document, 'flaky'), 'shaky'));
    const { b: place } = await explain('explainAgain');
    assert.match(place.text, /shaky/);
    assert.equal(place.stale, false);
  });

  it('come back when an editor is closed and opened again', async () => {
    await explainQueryAndHit();
    const before = await painted('retry.ts');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await until('the editor is gone', async () => (await painted('retry.ts')).length === 0);
    await openSample('retry.ts', vscode.ViewColumn.Two);
    await until('it is painted', async () => (await painted('retry.ts')).length > 0);
    assert.deepEqual(await painted('retry.ts'), before);
  });

  it('shade and count what the encoder did not read of a long text', async function () {
    // The last layer with few nodes, for speed: what is read does not depend on it.
    this.timeout(200_000);
    const settings = vscode.workspace.getConfiguration('hitlight');
    await settings.update('layer', 'last', vscode.ConfigurationTarget.Workspace);
    await settings.update('tolerance', 0.1, vscode.ConfigurationTarget.Workspace);
    const text = `${query}\n${'wait before trying again. '.repeat(300)}`;
    const editor = await openVirtual(text);
    editor.selections = [0, 1].map((line) => {
      const { start, end } = editor.document.lineAt(line).range;
      return new vscode.Selection(start, end);
    });
    const { explanation, b } = await explain('explainSimilarity');
    await settings.update('layer', undefined, vscode.ConfigurationTarget.Workspace);
    await settings.update('tolerance', undefined, vscode.ConfigurationTarget.Workspace);
    assert.equal(explanation.unreadA, null);
    assert.ok(explanation.unreadB);
    assert.ok(explanation.unreadB.tokens > 1000);
    const all = (await hitlight()).painted().flatMap(({ painted: some }) => some);
    const [unread] = all.filter(({ name }) => name === 'unread');
    assert.deepEqual(unread?.span, { start: b.start + explanation.unreadB.from, end: text.length });
  });
});

describe('hovers', () => {
  freshDialogs();

  it("name a token's partners with values and shares, and emphasise them", async () => {
    const { a } = await explainQueryAndHit();
    const [text = '', ...more] = await hoverAt(a, 'failed');
    assert.deepEqual(more, []);
    assert.match(text, /^`failed` contributes \*\*[+−-]\d\.\d+\*\* to the score \d\.\d+/);
    assert.match(text, /- ↔ `\S+` [+−-]\d\.\d+, \d+\s?%/);
    const api = await hitlight();
    const { explanation } = await current();
    const token = explanation.tokensA.findIndex(({ text: name }) => name === 'failed');
    assert.deepEqual(api.emphasis(), { a: token, b: null });
    assert.ok((await painted('retry.ts')).some((each) => each.startsWith('emphasis:positive')));
  });

  it('say nothing outside the explained texts and after clearing', async () => {
    const { a } = await explainQueryAndHit();
    assert.deepEqual(await hoverAt(a, 'split a line'), []);
    await run('clearHighlights');
    assert.deepEqual(await hoverAt(a, 'failed'), []);
  });
});
