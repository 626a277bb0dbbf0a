import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { current, explain, freshDialogs, hitlight, run } from './support/hitlight.js';
import {
  openSample,
  openUntitled,
  openVirtual,
  rangeOf,
  sample,
  select,
  selectAll,
  writeSample,
} from './support/workspace.js';

const query = 'retry a failed request and wait longer each time';
const hit = 'Call a flaky service until it answers';

describe('Explain Similarity', () => {
  const dialogs = freshDialogs();

  it('explains two selections, the first in the document as the query', async () => {
    const editor = await openSample('queries.md');
    select(editor, 'split a line of comma separated values', query);
    const { explanation, a, b } = await explain('explainSimilarity');
    assert.equal(a.text, query);
    assert.equal(b.text, 'split a line of comma separated values');
    const { constant, onlyA, onlyB, pairs, residual } = explanation.ledger;
    assert.ok(Math.abs(constant + onlyA + onlyB + pairs + residual - explanation.score) < 1e-6);
    const failed = explanation.tokensA.find(({ text }) => text === 'failed');
    assert.deepEqual([failed?.start, failed?.end], [8, 14]);
    assert.deepEqual(dialogs().messages, []);
  });

  it('says which two of three selections it explains', async () => {
    const editor = await openSample('queries.md');
    select(editor, query, 'split a line', 'remove the entry');
    const { a, b } = await explain('explainSimilarity');
    assert.deepEqual([a.text, b.text], [query, 'remove the entry']);
    assert.match(dialogs().messages.join(), /^information: Of 3 selections the first two/);
  });

  it('takes the marked text of another file as the query', async () => {
    select(await openSample('queries.md'), query);
    await run('markFirstText');
    select(await openSample('retry.ts', vscode.ViewColumn.Two), hit);
    const { a, b } = await explain('explainSimilarity');
    assert.deepEqual([a.text, b.text], [query, hit]);
    assert.equal(a.label, 'queries.md:5');
  });

  it('asks for the query when one text is selected and none is marked', async () => {
    dialogs().willType('exponential backoff');
    select(await openSample('retry.ts'), hit);
    const { a, b } = await explain('explainSimilarity');
    assert.deepEqual([a.text, a.uri, b.text], ['exponential backoff', null, hit]);
  });

  it('does nothing when the question is dismissed', async () => {
    select(await openSample('retry.ts'), hit);
    const before = (await hitlight()).current()?.explanation;
    await run('explainSimilarity');
    assert.equal((await hitlight()).current()?.explanation, before);
    assert.equal(dialogs().asked.length, 1);
    assert.deepEqual(dialogs().messages, []);
  });

  it('offers clipboard and whole file when nothing is selected', async () => {
    await vscode.env.clipboard.writeText(query);
    dialogs().willPick('Clipboard').willPick('Whole file');
    const editor = await openSample('hit.txt');
    editor.selections = [new vscode.Selection(0, 0, 0, 0)];
    const { a, b } = await explain('explainSimilarity');
    assert.equal(a.text, query);
    assert.equal(b.text, editor.document.getText());
  });

  it('offers to type a text, without any editor', async () => {
    dialogs().willPick('Type a text').willType(query).willPick('Type a text').willType(hit);
    const { a, b } = await explain('explainSimilarity');
    assert.deepEqual([a.text, b.text], [query, hit]);
  });

  it('explains untitled documents', async () => {
    const editor = await openUntitled(`${query}\n${hit}\n`);
    select(editor, query, hit);
    const { a } = await explain('explainSimilarity');
    assert.equal(a.uri?.scheme, 'untitled');
  });

  it('explains virtual, read-only documents', async () => {
    const editor = await openVirtual(`${query}\r\n${hit}\r\n`);
    select(editor, query, hit);
    const { b } = await explain('explainSimilarity');
    assert.equal(b.text, hit);
    assert.match(b.label, /^virtual-\d+\.txt:2$/);
  });

  it('gives spans over the original text: accents, CJK, emoji, tabs, CRLF', async () => {
    const text = 'Ünïcödé naïve café\r\n\t再試行 wait 👩‍💻 ﬁle';
    const editor = await openUntitled(`${text}\nwait and retry`);
    const { document } = editor;
    const end = document.lineAt(1).range.end;
    const second = rangeOf(document, 'wait and retry');
    editor.selections = [
      new vscode.Selection(new vscode.Position(0, 0), end),
      new vscode.Selection(second.start, second.end),
    ];
    const { explanation, a } = await explain('explainSimilarity');
    const covered = explanation.tokensA
      .filter(({ special }) => !special)
      .map(({ start, end: stop }) => a.text.slice(start ?? 0, stop ?? 0));
    assert.ok(covered.includes('naïve'), covered.join('|'));
    assert.ok(covered.includes('再'), covered.join('|'));
    assert.ok(covered.includes('wait'), covered.join('|'));
    assert.equal(a.text, document.getText(new vscode.Range(new vscode.Position(0, 0), end)));
  });

  it('lets a second request replace the first', async () => {
    const editor = await openSample('queries.md');
    select(editor, query, 'split a line of comma separated values');
    const first = run('explainSimilarity');
    select(editor, query, 'remove the entry that was used least recently');
    const second = run('explainSimilarity');
    await Promise.all([first, second]);
    assert.equal((await current()).b.text, 'remove the entry that was used least recently');
    assert.deepEqual(dialogs().messages, []);
  });
});

describe('Explain Similarity of Files', () => {
  const dialogs = freshDialogs();

  it('explains two files without opening them', async () => {
    const files = [sample('query.txt'), sample('hit.txt')];
    const { a, b } = await explain('explainFiles', files[0], files);
    assert.deepEqual([a.label, b.label], ['query.txt', 'hit.txt']);
    assert.equal(vscode.window.visibleTextEditors.length, 0);
  });

  const refused: [string, () => Promise<vscode.Uri[]>, RegExp][] = [
    ['one file', () => Promise.resolve([sample('queries.md')]), /exactly two files/],
    ['a folder', () => Promise.resolve([sample('notes'), sample('retry.ts')]), /is a folder/],
    ['a missing file', () => Promise.resolve([sample('gone.md'), sample('retry.ts')]), /gone\.md/],
    [
      'a binary file',
      async () => [await writeSample('data.bin', Buffer.from([1, 0, 2, 0])), sample('retry.ts')],
      /is a binary file/,
    ],
    [
      'an empty file',
      async () => [await writeSample('empty.txt', Buffer.alloc(0)), sample('retry.ts')],
      /is empty/,
    ],
    [
      'a large file',
      async () => [
        await writeSample('large.txt', Buffer.alloc(2_000_000, 'a ')),
        sample('retry.ts'),
      ],
      /too large/,
    ],
  ];
  for (const [what, files, message] of refused) {
    it(`refuses ${what} in one sentence`, async () => {
      const uris = await files();
      await run('explainFiles', uris[0], uris);
      const [shown, ...more] = dialogs().messages;
      assert.match(shown ?? '', message);
      assert.match(shown ?? '', /^warning: [^\n]+$/);
      assert.deepEqual(more, []);
    });
  }
});

describe('texts that cannot be explained', () => {
  const dialogs = freshDialogs();

  const refused: [string, string, RegExp][] = [
    ['blank', '   \t  ', /no visible character/],
    ['zero-width', '\u200b\u200b\u2060', /no visible character/],
    ['of 1 MB', 'many words '.repeat(100_000), /characters; Hitlight explains up to/],
    ['with a NUL', 'a\0b', /NUL character/],
    ['with a lone surrogate', 'a \ud83d b', /lone surrogate/],
  ];
  for (const [what, text, message] of refused) {
    it(`refuses a selection ${what} in one sentence`, async () => {
      dialogs().willType(query);
      selectAll(await openVirtual(text));
      await run('explainSimilarity');
      const [shown, ...more] = dialogs().messages;
      assert.match(shown ?? '', message);
      assert.match(shown ?? '', /^warning: [^\n]+$/);
      assert.deepEqual(more, []);
    });
  }

  it('refuses the same selection twice', async () => {
    select(await openSample('queries.md'), query);
    await run('markFirstText');
    await run('explainWithMarked');
    assert.match(dialogs().messages.join(), /^warning: Both texts are the same selection/);
  });

  it('explains equal texts at different places', async () => {
    const editor = await openUntitled(`${query}\n${query}`);
    editor.selections = [0, 1].map((line) => {
      const { start, end } = editor.document.lineAt(line).range;
      return new vscode.Selection(start, end);
    });
    const { explanation } = await explain('explainSimilarity');
    assert.ok(Math.abs(explanation.score - 1) < 1e-5);
  });
});
