import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { engines } from './support/engines.js';
import { explain, extension, freshDialogs, hitlight, run } from './support/hitlight.js';
import { openSample, select, until } from './support/workspace.js';

interface Manifest {
  contributes: { commands: { command: string }[]; views: { hitlight: { id: string }[] } };
}

describe('the extension', () => {
  const dialogs = freshDialogs();

  it('registers the commands that it contributes, and no others', async () => {
    await hitlight();
    const { contributes } = extension().packageJSON as Manifest;
    // VS Code itself adds commands named after each view: focus, move, remove.
    const ofViews = contributes.views.hitlight.map(({ id }) => `${id}.`);
    const registered = (await vscode.commands.getCommands(true)).filter(
      (id) => id.startsWith('hitlight.') && !ofViews.some((view) => id.startsWith(view)),
    );
    const contributed = contributes.commands.map(({ command }) => command);
    assert.deepEqual(registered.sort(), contributed.sort());
  });

  it('opens one panel, beside the texts', async () => {
    select(await openSample('queries.md'), 'retry a failed request', 'split a line of comma');
    await explain('explainSimilarity');
    await explain('explainAgain');
    const api = await hitlight();
    assert.ok(api.isPanelOpen());
    const panelColumns = () =>
      vscode.window.tabGroups.all
        .filter(({ tabs }) => tabs.some(({ input }) => input instanceof vscode.TabInputWebview))
        .map(({ viewColumn }) => viewColumn);
    await until('the panel has a tab', () => panelColumns().length > 0);
    assert.deepEqual(panelColumns(), [vscode.ViewColumn.Two]);
  });

  it('gives the keyboard to the panel when that is asked for, not with an explanation', async () => {
    select(await openSample('queries.md'), 'retry a failed request', 'split a line of comma');
    await explain('explainSimilarity');
    const active = () => vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(active() instanceof vscode.TabInputText);
    await run('showPanel');
    await until('the panel is active', () => active() instanceof vscode.TabInputWebview);
  });

  it('explains for other extensions, without showing anything', async () => {
    const api = await hitlight();
    const before = api.current();
    const explanation = await api.explain('wait longer', 'exponential backoff', { level: 'word' });
    assert.equal(explanation.level, 'word');
    assert.deepEqual(api.current(), before);
  });

  it('reports a model folder that is not there, with the setting to change', async () => {
    const settings = vscode.workspace.getConfiguration('hitlight');
    await settings.update('model', '/no/such/folder', vscode.ConfigurationTarget.Global);
    try {
      select(await openSample('queries.md'), 'retry a failed request', 'split a line of comma');
      await run('explainSimilarity');
      assert.equal(dialogs().messages.length, 1);
      assert.match(dialogs().messages[0] ?? '', /^error: .*\/no\/such\/folder/);
      assert.doesNotMatch(dialogs().messages[0] ?? '', /\n|\bat .*:\d+/);
    } finally {
      await settings.update('model', undefined, vscode.ConfigurationTarget.Global);
    }
  });
});

describe('the engine process', () => {
  const dialogs = freshDialogs();

  // Processes are listed with ps, which Windows does not have.
  it('is killed while it explains, restarts, answers and says so', async function () {
    if (process.platform === 'win32') this.skip();
    const editor = await openSample('queries.md');
    const selectTexts = () => {
      select(editor, 'retry a failed request', 'split a line of comma');
    };
    selectTexts();
    await explain('explainSimilarity');
    const [engine] = engines();
    assert.ok(engine);
    // An explanation on screen leaves a cursor of the selections that chose its texts.
    selectTexts();
    const answer = explain('explainSimilarity');
    process.kill(engine, 'SIGKILL');
    const { explanation } = await answer;
    assert.ok(explanation.score > -1);
    assert.match(dialogs().messages.join('\n'), /^warning: The engine stopped/);
    assert.equal(engines().length, 1);
    assert.notEqual(engines()[0], engine);
  });

  it('ends on Restart Engine, and starts with the next explanation', async function () {
    if (process.platform === 'win32') this.skip();
    await run('restartEngine');
    assert.deepEqual(engines(), []);
    select(await openSample('queries.md'), 'retry a failed request', 'split a line of comma');
    await explain('explainSimilarity');
    assert.equal(engines().length, 1);
  });
});
