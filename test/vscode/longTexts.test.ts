import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { current, explain, freshDialogs, hitlight, run } from './support/hitlight.js';
import { openSample, sample, select, until, writeSample } from './support/workspace.js';

const query = 'retry a failed request and wait longer each time';

const text = async (file: string) =>
  new TextDecoder().decode(await vscode.workspace.fs.readFile(sample(file)));

async function set(settings: Record<string, unknown>): Promise<void> {
  const ours = vscode.workspace.getConfiguration('hitlight');
  for (const [name, value] of Object.entries(settings)) {
    await ours.update(name, value, vscode.ConfigurationTarget.Workspace);
  }
}

describe('a text that is longer than the model reads', () => {
  const dialogs = freshDialogs();
  let long = '';
  before(async () => {
    const filler = await text('lru_cache.py');
    long = [filler, filler, filler, await text('retry.ts'), filler].join('\n');
    await writeSample('long.txt', new TextEncoder().encode(long));
  });
  // Nothing here is about how exact the numbers are.
  beforeEach(() => set({ layer: 'last', tolerance: 0.1 }));
  after(() =>
    set({
      ...{ layer: undefined, tolerance: undefined },
      ...{ longText: undefined, level: undefined, maxTokens: undefined },
    }),
  );

  async function explainLong() {
    await openSample('long.txt', vscode.ViewColumn.Two);
    select(await openSample('queries.md'), query);
    await run('markFirstText');
    const editor = await openSample('long.txt', vscode.ViewColumn.Two);
    const end = editor.document.lineAt(editor.document.lineCount - 1).range.end;
    editor.selection = new vscode.Selection(new vscode.Position(0, 0), end);
    return explain('explainSimilarity');
  }

  it('is cut off and says so, unless told otherwise', async () => {
    const { explanation } = await explainLong();
    assert.equal(explanation.windows, undefined);
    assert.equal(explanation.tokensB.length, 256);
    assert.ok((explanation.unreadB?.tokens ?? 0) > 100);
  });

  it('is read in windows, the best of which is explained and painted', async () => {
    await set({ longText: 'windows', level: 'line' });
    const { explanation, b } = await explainLong();
    const { windows, tokensB, unreadB, score } = explanation;
    assert.equal(unreadB, null);
    const shown = windows?.b?.[windows.shown.b];
    assert.ok(shown);
    assert.ok(b.text.slice(shown.start, shown.end).includes('withBackoff'));
    assert.equal(score, Math.max(...(windows?.b ?? []).map((window) => window.score)));
    const lines = tokensB.filter(({ special }) => !special);
    for (const { text: line, start, end } of lines) {
      assert.equal(b.text.slice(start ?? 0, end ?? 0), line);
      assert.ok(!line.includes('\n'));
    }
    const painted = (await hitlight())
      .painted()
      .filter(({ editor }) => editor.document.uri.path.endsWith('long.txt'))
      .flatMap(({ painted: all }) => all);
    assert.ok(painted.length > 3);
    for (const { span } of painted) {
      assert.ok(span.start >= shown.start && span.end <= shown.end);
    }
  });

  it('is explained at another window on demand, and its editor scrolls there', async () => {
    await set({ longText: 'windows', level: 'line' });
    const { explanation } = await explainLong();
    const list = explanation.windows?.b ?? [];
    const other = list.length - 1;
    const { explanation: found } = await explain('explainWindow', 'b', other);
    assert.deepEqual(found.windows?.shown, { a: 0, b: other });
    assert.deepEqual(found.windows?.b, list);
    assert.equal(found.score, list[other]?.score);
    const editor = vscode.window.visibleTextEditors.find(({ document }) =>
      document.uri.path.endsWith('long.txt'),
    );
    assert.ok(editor);
    const first = found.tokensB.find(({ start }) => start !== null);
    const at = editor.document.positionAt(first?.start ?? 0);
    await until('the window is in view', () =>
      editor.visibleRanges.some((range) => range.contains(at)),
    );
    // Again: with the text as it is now, and with its best window.
    await run('explainAgain');
    assert.equal((await current()).explanation.windows?.shown.b, explanation.windows?.shown.b);
  });

  it('is read further when more tokens are allowed, as far as the network goes', async () => {
    await set({ longText: undefined, level: 'line', maxTokens: 512 });
    const { explanation } = await explainLong();
    assert.ok((explanation.unreadB?.from ?? Infinity) > 1500);
    assert.deepEqual(dialogs().messages, []);
    await set({ maxTokens: 513 });
    await run('explainAgain');
    assert.match(dialogs().messages.join(), /expected at most 512 tokens/);
    await set({ maxTokens: 7 });
    await run('explainAgain');
    assert.match(dialogs().messages.at(-1) ?? '', /hitlight\.maxTokens/);
  });
});
