import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { current, explain, freshDialogs, painted, run } from './support/hitlight.js';
import { openSample, rangeOf, select, until } from './support/workspace.js';

const query = 'retry a failed request and wait longer each time';

/** Explains a line of prose with all of a TypeScript file. */
async function explainWithFile(): Promise<vscode.TextEditor> {
  select(await openSample('queries.md'), query);
  await run('markFirstText');
  const editor = await openSample('retry.ts', vscode.ViewColumn.Two);
  const { document } = editor;
  editor.selection = new vscode.Selection(
    new vscode.Position(0, 0),
    document.lineAt(document.lineCount - 1).range.end,
  );
  await explain('explainWithMarked');
  await run('clearMark');
  return editor;
}

/** Reads at the finest level, whatever another test has left. */
async function readAtFinest(): Promise<void> {
  for (let i = 0; i < 8; i++) await run('finerLevel');
}

describe('levels', () => {
  freshDialogs();

  afterEach(readAtFinest);

  it('put the tokens in the editors together, up to whole lines and symbols', async () => {
    const { document } = await explainWithFile();
    await readAtFinest();
    const tokens = await painted('retry.ts');
    const before = (await current()).explanation;
    const seen: string[][] = [];
    for (let i = 0; i < 7; i++) {
      await run('coarserLevel');
      seen.push(await painted('retry.ts'));
    }
    const counts = seen.map((each) => each.length);
    assert.ok((counts[0] ?? 0) < tokens.length, `${String(tokens.length)}: ${counts.join(' ')}`);
    assert.deepEqual(
      counts,
      counts.toSorted((x, y) => y - x),
      'each level has fewer units',
    );
    const lines = document
      .getText()
      .split('\n')
      .map((line) => line.trim());
    assert.ok(
      seen.some((each) => each.every((name) => lines.includes(name.replace(/^\S+ /, '')))),
      'one level paints whole lines',
    );
    // What was computed is what it was.
    assert.equal((await current()).explanation, before);
    await readAtFinest();
    assert.deepEqual(await painted('retry.ts'), tokens);
  });

  it('go round by the key, and hovers tell of the unit', async () => {
    const { document } = await explainWithFile();
    await readAtFinest();
    const tokens = await painted('retry.ts');
    const rounds: number[] = [];
    do {
      await run('coarserLevel', { cycle: true });
      rounds.push((await painted('retry.ts')).length);
    } while (rounds.at(-1) !== tokens.length && rounds.length < 9);
    assert.ok(rounds.length > 3, rounds.join(' '));
    assert.deepEqual(await painted('retry.ts'), tokens);
    await run('coarserLevel');
    await run('coarserLevel');
    const at = rangeOf(document, 'flaky').start;
    const texts = async () => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        at,
      );
      return hovers
        .flatMap(({ contents }) => contents)
        .map((content) => (typeof content === 'string' ? content : content.value))
        .filter((content) => content.includes('contributes'));
    };
    assert.match((await texts())[0] ?? '', /flaky/);
    await run('clearHighlights');
    await until('nothing is painted', async () => (await painted('retry.ts')).length === 0);
    await run('showHighlights');
  });
});
