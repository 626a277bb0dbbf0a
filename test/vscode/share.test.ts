import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { current, explain, freshDialogs, hitlight, run } from './support/hitlight.js';
import { openSample, select } from './support/workspace.js';

const read = async (file: vscode.Uri) =>
  new TextDecoder().decode(await vscode.workspace.fs.readFile(file));

describe('sharing an explanation', function () {
  this.timeout(100_000);
  const dialogs = freshDialogs();
  const folder = mkdtempSync(path.join(tmpdir(), 'hitlight-share-'));
  const target = (name: string) => vscode.Uri.file(path.join(folder, name));
  after(() => vscode.workspace.fs.delete(vscode.Uri.file(folder), { recursive: true }));

  async function explainSelection(): Promise<void> {
    const editor = await openSample('retry.ts');
    const lines = editor.document.getText().split(/\r?\n/);
    const texts = lines.filter((line) => /[a-z]{4}/.test(line)).slice(0, 2);
    select(editor, ...texts.map((line) => line.trim()));
    await explain('explainSimilarity');
  }

  for (const [format, end] of [
    ['CSV', 'csv'],
    ['HTML', 'html'],
    ['SVG', 'svg'],
    ['Markdown', 'md'],
    ['JSON', 'hitlight.json'],
  ] as const) {
    it(`writes ${format}, with the score and without any path of this machine`, async () => {
      await explainSelection();
      const file = target(`out.${end}`);
      dialogs().willPick(format).willChooseFile(file);
      await run('exportExplanation');
      const written = await read(file);
      const { uri, text } = (await current()).a;
      assert.ok(uri);
      assert.ok(!written.includes(path.dirname(uri.fsPath)), 'no folder');
      assert.ok(!written.includes('file:'), 'no address');
      const word = /[a-z]{4,}/i.exec(text)?.[0] ?? '';
      assert.ok(written.toLowerCase().includes(word.toLowerCase()), `has ${word}`);
      assert.deepEqual(dialogs().messages, ['information: The explanation was exported.']);
    });
  }

  it('writes PNG, which the panel draws', async () => {
    await explainSelection();
    const file = target('out.png');
    dialogs().willPick('PNG').willChooseFile(file);
    await run('exportExplanation');
    const written = Buffer.from(await vscode.workspace.fs.readFile(file));
    assert.equal(written.subarray(1, 4).toString(), 'PNG');
    // Width and height, in the file's header: two axes of labels alone take more than 40 pixels.
    assert.ok(written.readUInt32BE(16) > 40 && written.readUInt32BE(20) > 40);
    assert.deepEqual(dialogs().messages, ['information: The explanation was exported.']);
  });

  it('opens what was exported as JSON, number for number', async () => {
    await explainSelection();
    const before = await current();
    const file = target('again.hitlight.json');
    dialogs().willPick('JSON').willChooseFile(file);
    await run('exportExplanation');
    await explain('explainSample');
    dialogs().willChooseFile(file);
    await run('openExported');
    const after = await current();
    assert.deepEqual(after.explanation, before.explanation);
    assert.deepEqual([after.a.text, after.b.text], [before.a.text, before.b.text]);
    assert.deepEqual([after.a.uri, after.b.uri], [null, null]);
    assert.ok((await hitlight()).isPanelOpen());
  });

  it('refuses a JSON file of something else, in one sentence', async () => {
    await explainSelection();
    const before = await current();
    const file = target('other.json');
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode('{"version": 2}'));
    dialogs().willChooseFile(file);
    await run('openExported');
    assert.deepEqual(dialogs().messages, [
      'warning: other.json is no explanation that Hitlight has exported as JSON.',
    ]);
    assert.equal((await current()).explanation, before.explanation);
  });

  it('copies the ledger and the strongest pairs as Markdown, in words as they are read', async () => {
    await explainSelection();
    // Other tests may have left another level: from the tokens one up.
    for (let step = 0; step < 7; step++) await run('finerLevel');
    await run('coarserLevel');
    await run('copyAsMarkdown');
    const copied = await vscode.env.clipboard.readText();
    const { a, b, explanation } = await current();
    // Words, and in code the parts of names.
    const words = new Set(
      [/[\p{L}\p{N}]+/gu, /\p{Lu}?\p{Ll}+|\p{Lu}+|\p{N}+/gu].flatMap((pattern) =>
        [a, b].flatMap(({ text }) => text.match(pattern) ?? []),
      ),
    );
    const named = [...copied.matchAll(/`([\p{L}\p{N}]+)` ↔ `([\p{L}\p{N}]+)`/gu)];
    assert.ok(named.length > 0);
    for (const [pair, one = '', two = ''] of named) {
      assert.ok(words.has(one) && words.has(two), `whole words: ${pair}`);
    }
    const pieces = [...explanation.tokensA, ...explanation.tokensB];
    assert.ok(
      pieces.some(({ text }) => text.startsWith('##')),
      'the texts have words in pieces',
    );
    assert.match(copied, /^\*\*Score \d\.\d{3}\*\*/);
    assert.match(copied, /\| Constant \| Only A \| Only B \| Pairs \| Residual \|/);
  });
});
