import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { current, explain, freshDialogs, hitlight, run } from './support/hitlight.js';
import { openVirtual, until } from './support/workspace.js';

const query = 'retry a failed request';
const hits = ['call the service again', 'bake the bread for an hour'];

describe('the history of explanations', function () {
  this.timeout(100_000);
  const dialogs = freshDialogs();
  const listed = async () => (await hitlight()).history();
  const node = async (at: number) => {
    const entry = (await listed())[at];
    assert.ok(entry, `an entry at ${at}`);
    return { kind: 'entry', entry, isHit: false };
  };
  const clear = async () => {
    for (const entry of await listed()) await run('removeExplanation', { kind: 'entry', entry });
  };

  /** Explains the query and both hits, in one document. */
  async function explainBoth(): Promise<void> {
    const editor = await openVirtual([query, ...hits].join('\n'));
    const line = (at: number) => {
      const { start, end } = editor.document.lineAt(at).range;
      return new vscode.Selection(start, end);
    };
    for (const hit of [1, 2]) {
      editor.selections = [line(0), line(hit)];
      await explain('explainSimilarity');
    }
  }

  beforeEach(clear);
  after(clear);

  it('lists what was explained, newest first, each question once', async () => {
    await explainBoth();
    const entries = await listed();
    assert.deepEqual(
      entries.map(({ startA, startB }) => [startA, startB]),
      [...hits].reverse().map((hit) => [query, hit]),
    );
    assert.equal(entries[0]?.query, entries[1]?.query, 'both are of one query');
    await run('explainAgain');
    assert.equal((await listed()).length, 2);
    assert.ok((entries[1]?.score ?? 0) > (entries[0]?.score ?? 0), 'the match scores higher');
  });

  it('opens an earlier one, in the panel and in the editors, where it stands', async () => {
    await explainBoth();
    const before = await listed();
    await run('openExplanation', await node(1));
    const { explanation, b } = await current();
    assert.deepEqual([b.text, explanation.stage], [hits[0], 'done']);
    assert.ok((await hitlight()).isPanelOpen());
    assert.deepEqual(await listed(), before, 'opening changes no order');
    const painted = (await hitlight()).painted().flatMap(({ painted: all }) => all);
    assert.ok(painted.length > 0);
  });

  it('renames, explains again and removes', async () => {
    await explainBoth();
    dialogs().willType('the match');
    await run('renameExplanation', await node(1));
    assert.equal((await listed())[1]?.name, 'the match');
    const { explanation: before } = await current();
    await run('rerunExplanation', await node(1));
    const { explanation, b } = await current();
    assert.notEqual(explanation, before);
    assert.equal(b.text, hits[0]);
    assert.deepEqual(
      (await listed()).map(({ name }) => name),
      ['the match', null],
      'what is asked again keeps its name and goes to the top',
    );
    await run('removeExplanation', await node(0));
    assert.deepEqual(
      (await listed()).map(({ startB }) => startB),
      [hits[1]],
    );
    assert.equal((await current()).b.text, hits[0], 'what is on screen stays');
  });

  it('explains again as the entry was explained, or as settings say now', async () => {
    const settings = vscode.workspace.getConfiguration('hitlight');
    const setLayer = (layer: string | undefined) =>
      settings.update('layer', layer, vscode.ConfigurationTarget.Workspace);
    try {
      await setLayer('4');
      await explainBoth();
      await setLayer('5');
      await run('rerunExplanation', await node(1));
      const { explanation: again, b } = await current();
      assert.deepEqual([again.layer, b.text], [4, hits[0]]);
      await run('rerunWithPresentSettings', await node(0));
      assert.equal((await current()).explanation.layer, 5);
      assert.deepEqual(
        (await listed()).map(({ layer }) => layer),
        [5, 4, 4],
        'another layer is another entry',
      );
    } finally {
      await setLayer(undefined);
    }
  });

  it('explains sample texts for those who are new', async () => {
    const { a, b } = await explain('explainSample');
    assert.match(a.text, /retry/);
    assert.match(b.text, /backoff/);
    await until('both texts are open side by side', () => {
      const columns = vscode.window.visibleTextEditors.map(({ viewColumn }) => viewColumn);
      return columns.includes(vscode.ViewColumn.One) && columns.includes(vscode.ViewColumn.Two);
    });
  });
});
