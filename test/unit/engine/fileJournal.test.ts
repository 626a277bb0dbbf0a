import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openJournal } from '../../../src/engine/fileJournal.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'hitlight-journal-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a journal in a file', () => {
  it('gives another process what one has put, to the last bit', async () => {
    const file = path.join(folder, 'sub', 'a.jsonl');
    const journal = await openJournal(file);
    const value = { numbers: [0.1 + 0.2, -1e-300, 1 / 3], text: 'tab\tand\nline' };
    await journal.put('key\twith\nsigns', value);
    await journal.put('other', null);
    expect(journal.get('key\twith\nsigns')).toEqual(value);
    const again = await openJournal(file);
    expect(again.get('key\twith\nsigns')).toEqual(value);
    expect(again.get('other')).toBeNull();
    expect(again.get('missing')).toBeUndefined();
    // Keys hold texts; they are not written down.
    expect(await readFile(file, 'utf8')).not.toContain('signs');
  });

  it('forgets a line that was cut off, and nothing else', async () => {
    const file = path.join(folder, 'b.jsonl');
    const journal = await openJournal(file);
    await journal.put('whole', [1, 2]);
    await journal.put('cut', [3, 4]);
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.slice(0, -3));
    const after = await openJournal(file);
    expect(after.get('whole')).toEqual([1, 2]);
    expect(after.get('cut')).toBeUndefined();
    await after.put('cut', [5]);
    expect((await openJournal(file)).get('cut')).toEqual([5]);
  });

  it('takes the later of two values, as when two processes measured the same', async () => {
    const file = path.join(folder, 'c.jsonl');
    const [one, two] = [await openJournal(file), await openJournal(file)];
    await one.put('key', 1);
    await two.put('key', 2);
    expect((await openJournal(file)).get('key')).toBe(2);
  });

  it('survives nonsense', async () => {
    const file = path.join(folder, 'd.jsonl');
    await writeFile(file, 'no tab here\n\tempty key\nkey\t{"not json\n');
    const journal = await openJournal(file);
    await appendFile(file, '');
    expect(journal.get('key')).toBeUndefined();
  });
});
