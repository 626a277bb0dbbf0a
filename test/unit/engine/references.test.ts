import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Cancelled } from '../../../src/attribution/hooks.js';
import { createExplainer } from '../../../src/engine/explainText.js';
import { findReference } from '../../../src/engine/findReference.js';
import { fingerprint } from '../../../src/engine/fingerprint.js';
import { type LoadedModel, loadModel, releaseModel } from '../../../src/engine/loadModel.js';
import { withNeutralReferences } from '../../../src/engine/neutralReferences.js';
import { ReferenceStore } from '../../../src/engine/referenceStore.js';
import { textLines } from '../../../src/engine/textLines.js';
import type { ExplainOptions } from '../../../src/protocol.js';
import { runtime } from '../../support/encoders.js';
import { tinyModel, writeModel } from '../../support/modelFolders.js';

let folder = '';
let model = '';
let loaded: LoadedModel;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'hitlight-references-'));
  model = writeModel(path.join(folder, 'tiny'), tinyModel());
  loaded = await loadModel(model, folder, runtime);
});
afterAll(async () => {
  await releaseModel(loaded);
  rmSync(folder, { recursive: true });
});

const hooks = { progress: () => undefined, cancelled: () => false };
const key = { contents: 'abc', pooling: { modes: ['mean'] }, prefixes: ['', ''] as const };
const found = { model: 'tiny', effort: 'full', ids: [5, 3], sample: null } as const;

describe('the store', () => {
  test('keeps what was found for other processes, by contents, pooling and prefixes', async () => {
    const place = path.join(folder, 'store');
    expect(await new ReferenceStore(place).write(key, { ...found, ids: [5, 3] })).toBe(true);
    const other = new ReferenceStore(place);
    expect(await other.read(key)).toMatchObject(found);
    expect(await other.read({ ...key, contents: 'other' })).toBeNull();
    expect(await other.read({ ...key, pooling: { modes: ['cls'] } })).toBeNull();
    expect(await other.read({ ...key, prefixes: ['query: ', ''] })).toBeNull();
  });

  test('goes on without a folder, or with one that cannot be written', async () => {
    const place = path.join(folder, 'file');
    writeFileSync(place, 'not a folder');
    const lines: string[] = [];
    for (const store of [
      new ReferenceStore(null),
      new ReferenceStore(place, (line) => lines.push(line)),
    ]) {
      expect(await store.write(key, { ...found, ids: [5, 3] })).toBe(false);
      expect(await store.read(key)).toMatchObject(found);
    }
    expect(lines.join()).toContain('could not be kept');
  });

  test('does not believe a damaged file, and says so', async () => {
    const place = path.join(folder, 'damaged');
    await new ReferenceStore(place).write(key, { ...found, ids: [5, 3] });
    const [file = ''] = readdirSync(path.join(place, 'references'));
    for (const content of ['{', '{"ids":[-1]}', '[]']) {
      const lines: string[] = [];
      writeFileSync(path.join(place, 'references', file), content);
      expect(await new ReferenceStore(place, (line) => lines.push(line)).read(key)).toBeNull();
      expect(lines).toHaveLength(1);
    }
  });
});

test('a fingerprint tells contents apart, not names', async () => {
  const copy = writeModel(path.join(folder, 'copy'), tinyModel());
  const other = writeModel(path.join(folder, 'other'), tinyModel('dynamo'));
  const of = (place: string) =>
    fingerprint({
      ...{ name: '', folder: place, modelPath: path.join(place, 'model.onnx') },
      tokenizerPath: path.join(place, 'tokenizer.json'),
    });
  expect(await of(copy)).toBe(await of(model));
  expect(await of(other)).not.toBe(await of(model));
});

describe('auto', () => {
  test('searches shortly on first use, then never again; a full search takes its place', async () => {
    const store = new ReferenceStore(path.join(folder, 'auto'));
    const stages = new Set<string>();
    const first = await withNeutralReferences(loaded, {}, store, {
      ...hooks,
      progress: (stage) => stages.add(stage),
    });
    expect([...stages]).toEqual(['reference']);
    expect(first.reader.neutralSource).toBe('quick');
    expect(first.reader.neutral.length).toBeGreaterThan(2);
    const refuse = {
      cancelled: () => true,
      progress: () => {
        throw new Error('searched again');
      },
    };
    const again = await withNeutralReferences(loaded, {}, store, refuse);
    expect(again.reader.neutral).toEqual(first.reader.neutral);
    const report = await findReference(loaded, {}, store, hooks);
    const full = await withNeutralReferences(loaded, {}, store, refuse);
    expect(full.reader.neutralSource).toBe('search');
    expect(full.reader.neutral[0]).toBe(report.chosen.id);
  });

  test('is cancelled between two runs', async () => {
    const store = new ReferenceStore(null);
    await expect(
      withNeutralReferences(loaded, {}, store, { ...hooks, cancelled: () => true }),
    ).rejects.toThrow(Cancelled);
  });

  test('takes what the model states, without a search', async () => {
    const stated = writeModel(
      path.join(folder, 'stated'),
      tinyModel('classic', { 'hitlight.json': '{"neutral_references":[20,21]}' }),
    );
    const other = await loadModel(stated, folder, runtime);
    const store = new ReferenceStore(null);
    const same = await withNeutralReferences(other, {}, store, { ...hooks, cancelled: () => true });
    expect(same).toBe(other);
    await releaseModel(other);
  });

  test('is told in an explanation, and gives way to a token of the texts', async () => {
    const explain = createExplainer({
      ...{ modelsFolder: folder, engineScript: '', threads: 1 },
      cacheFolder: path.join(folder, 'auto'),
    });
    const options: ExplainOptions = {
      ...{ model, layer: 0, accuracy: { nodes: 2 } },
      level: 'token',
      reference: 'auto',
    };
    const plain = await explain({ a: 'x', b: 'y', options }, hooks);
    expect(plain.reference).toMatchObject({ source: 'search' });
    const { token, id } = plain.reference;
    const text = token.replace('##', '');
    const taken = await explain({ a: `x ${text}`, b: 'y', options }, hooks);
    if (!token.startsWith('##')) {
      expect(taken.reference.gaveWay?.[0]).toEqual({ token, id });
      expect(taken.reference.id).not.toBe(id);
    }
    const asked = await explain(
      { a: 'x x', b: 'y', options: { ...options, reference: { id: taken.tokensA[1]?.id ?? 0 } } },
      hooks,
    );
    expect(asked.reference).toMatchObject({ source: 'asked', occurs: { a: 2, b: 0 } });
  });
});

describe('a search on request', () => {
  test('reports the documented figures, and repeats itself', async () => {
    const store = new ReferenceStore(null);
    const report = await findReference(loaded, {}, store, hooks);
    expect(report.candidates[0]).toEqual(report.chosen);
    expect(Object.keys(report)).toEqual(['chosen', 'candidates', 'pad', 'unk', 'mask']);
    expect(Object.keys(report.chosen)).toEqual([
      ...['id', 'token', 'norm', 'meanGap', 'maxGap', 'spearman'],
    ]);
    const again = await findReference(loaded, { again: true }, store, hooks);
    expect(again).toEqual(report);
  });

  test('measures on the texts given, which it did not choose on', async () => {
    const store = new ReferenceStore(null);
    const report = await findReference(loaded, {}, store, hooks);
    const other = await findReference(loaded, { texts: ['ab', 'c d', 'e'] }, store, hooks);
    expect(other.candidates.map(({ id }) => id)).toEqual(report.candidates.map(({ id }) => id));
    expect(other.chosen.meanGap).not.toBe(report.chosen.meanGap);
  });

  test.each([
    [{ texts: ['a', 'b'] }, 'Texts: expected at least 3, got 2'],
    [{ choosing: ['a', 'b'] }, 'Texts: expected at least 20, got 2'],
    [{ texts: ['a', 'b', '\u200b'] }, 'Texts: expected words in text 3, got'],
  ])('refuses %j', async (options, message) => {
    await expect(findReference(loaded, options, new ReferenceStore(null), hooks)).rejects.toThrow(
      message,
    );
  });
});

describe('files of texts', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);

  test('hold one a line; blank lines and the byte order mark do not count', () => {
    const { texts } = textLines('--texts', 'f', bytes('\uFEFFone\r\n\n  \ntwo\nthree'), 3);
    expect(texts).toEqual(['one', 'two', 'three']);
  });

  test('name the line of a text that cannot be used', () => {
    const { complain } = textLines('--texts', 'f', bytes('one\n\ntwo\n'), 1);
    expect(complain(2, 'nothing').message).toBe(
      '--texts: expected words in line 3 of f, got nothing',
    );
  });

  test.each([
    ['', '--texts: expected at least 3 texts, one a line, got 0 in f'],
    ['one\ntwo\n', '--texts: expected at least 3 texts, one a line, got 2 in f'],
    [
      'x\n'.repeat(1001),
      'expected at most 1000 texts, got 1001 in f (line 1001 is the first too many)',
    ],
  ])('are refused: %j', (text, message) => {
    expect(() => textLines('--texts', 'f', bytes(text), 3)).toThrow(message);
  });

  test.each([
    [[0x61, 0x0a, 0x63, 0xe9, 0x20, 0x62], 'line 2, column 2'],
    [[0x61, 0x0a, 0xc3, 0xa9, 0xff], 'line 2, column 2'],
    [[0x61, 0x62, 0xe9], 'line 1, column 3'],
    [[0x61, 0x0a, 0x62, 0x00], 'line 2, column 2'],
  ])('that are no UTF-8 are refused with line and column: %j', (content, place) => {
    expect(() => textLines('--texts', 'f', Uint8Array.from(content), 1)).toThrow(place);
  });
});

test('a folder that may only be read does not fail the search', async () => {
  const place = mkdtempSync(path.join(folder, 'locked-'));
  chmodSync(place, 0o500);
  const lines: string[] = [];
  const store = new ReferenceStore(path.join(place, 'deeper'), (line) => lines.push(line));
  const report = await findReference(loaded, {}, store, hooks);
  expect(report.chosen.meanGap).toBeGreaterThanOrEqual(0);
  chmodSync(place, 0o700);
  // Root may write anywhere.
  expect(lines.length).toBe(process.getuid?.() === 0 ? 0 : 1);
  expect(readFileSync(path.join(model, 'config.json'), 'utf8')).toContain('bert');
});
