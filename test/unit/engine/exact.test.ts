import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Cancelled } from '../../../src/attribution/hooks.js';
import { createExplainer } from '../../../src/engine/explainText.js';
import { inspectModel } from '../../../src/engine/inspectModel.js';
import { type LoadedModel, loadModel, releaseModel } from '../../../src/engine/loadModel.js';
import { type MakeExactOptions, makeExact } from '../../../src/engine/makeExact.js';
import { ReferenceStore } from '../../../src/engine/referenceStore.js';
import type { ExplainOptions } from '../../../src/protocol.js';
import { runtime } from '../../support/encoders.js';
import {
  type Files,
  fixture,
  tinyModel,
  tinyTokenizer,
  writeModel,
} from '../../support/modelFolders.js';

let folder = '';
let tiny = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'hitlight-exact-'));
  tiny = writeModel(path.join(folder, 'tiny'), tinyModel());
});
afterAll(() => rmSync(folder, { recursive: true }));

const hooks = { progress: () => undefined, cancelled: () => false };
const store = new ReferenceStore(null);

async function withLoaded<T>(place: string, use: (loaded: LoadedModel) => Promise<T>): Promise<T> {
  const loaded = await loadModel(place, folder, runtime);
  try {
    return await use(loaded);
  } finally {
    await releaseModel(loaded);
  }
}

const make = (out: string, options: Partial<MakeExactOptions> = {}, from = tiny) =>
  withLoaded(from, (loaded) =>
    makeExact(
      loaded,
      { out: path.join(folder, out), reference: { id: 40 }, head: false, seed: 1, ...options },
      store,
      hooks,
    ),
  );

async function explain(
  model: string,
  reference: ExplainOptions['reference'] = 'auto',
  score: ExplainOptions['score'] = 'cosine',
) {
  const run = createExplainer({ modelsFolder: folder, engineScript: '', threads: 1 });
  const options: ExplainOptions = {
    ...{ model, layer: 1, reference, accuracy: { tolerance: 1e-4 } },
    level: 'token',
    score,
  };
  return run({ a: 'a cat', b: 'the dog b c', options }, hooks);
}

describe('an exact encoder that was made', () => {
  test('is explained with its own reference, and has no reference terms', async () => {
    const report = await make('plain');
    expect(report.head).toBeNull();
    expect(Object.keys(report)).toEqual([
      ...['heldOutTexts', 'heldOutPairs', 'shifted', 'head', 'out', 'seconds'],
    ]);
    const found = await explain(path.join(folder, 'plain'));
    expect(found.reference).toMatchObject({ id: 40, source: 'exact' });
    const { constant, onlyA, onlyB, pairs, residual } = found.ledger;
    expect([constant, onlyA, onlyB]).toEqual([0, 0, 0]);
    expect(Math.abs(pairs + residual - found.score)).toBeLessThan(1e-12);
    expect(Math.abs(residual)).toBeLessThan(1e-3);
  });

  test('with a head is nearer to the original on texts that it has not seen', async () => {
    const report = await make('headed', { head: true });
    expect(report.head?.pearson).toBeGreaterThan(report.shifted.pearson ?? 1);
    const again = await make('headed', { head: true });
    expect(again.head).toEqual(report.head);
    const found = await explain(path.join(folder, 'headed'));
    expect(found.ledger.constant).toBe(0);
    const modules = readFileSync(path.join(folder, 'headed/modules.json'), 'utf8');
    expect(modules).toContain('2_Dense');
    expect(existsSync(path.join(folder, 'headed/2_Dense/model.safetensors'))).toBe(true);
  });

  test('scores as the report says: cosines of shifted embeddings', async () => {
    await make('scored');
    const exact = await explain(path.join(folder, 'scored'));
    const shifted = await withLoaded(tiny, async ({ explainer: { encoder }, reader }) => {
      const vectors: Float32Array[] = [];
      for (const text of ['a cat', 'the dog b c']) {
        const ids = reader.tokenizer.encode(text, 64).tokens.map(({ id }) => id);
        const inner = ids.map((id, at) => (at === 0 || at === ids.length - 1 ? id : 40));
        const x = (await encoder.encode(ids)).embedding;
        const r = (await encoder.encode(inner)).embedding;
        vectors.push(x.map((value, d) => value - (r[d] ?? NaN)));
      }
      return vectors;
    });
    const dot = (x: Float32Array, y: Float32Array) =>
      x.reduce((sum, v, d) => sum + v * (y[d] ?? NaN), 0);
    const [x = new Float32Array(0), y = new Float32Array(0)] = shifted;
    expect(exact.score).toBeCloseTo(dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y)), 5);
  });

  test('is explained by its dot product, too', async () => {
    await make('dotted');
    const place = path.join(folder, 'dotted');
    const [cosine, product] = [await explain(place), await explain(place, 'auto', 'dot')];
    const norms = product.score / cosine.score;
    expect(product.scoreKind).toBe('dot');
    expect(norms).toBeGreaterThan(0);
    const { constant, onlyA, onlyB, pairs, residual } = product.ledger;
    expect([constant, onlyA, onlyB]).toEqual([0, 0, 0]);
    expect(Math.abs(pairs + residual - product.score)).toBeLessThan(1e-9);
    const sum = product.matrix.reduce((total, value) => total + value, 0);
    expect(sum).toBeCloseTo(pairs, 9);
    await withLoaded(tiny, async ({ explainer: { encoder }, reader }) => {
      const shifted: number[][] = [];
      for (const text of ['a cat', 'the dog b c']) {
        const ids = reader.tokenizer.encode(text, 64).tokens.map(({ id }) => id);
        const inner = ids.map((id, at) => (at === 0 || at === ids.length - 1 ? id : 40));
        const [x, r] = [await encoder.encode(ids), await encoder.encode(inner)];
        shifted.push([...x.embedding].map((value, d) => value - (r.embedding[d] ?? NaN)));
      }
      const [x = [], y = []] = shifted;
      const inner = x.reduce((total, value, d) => total + value * (y[d] ?? NaN), 0);
      expect(product.score).toBeCloseTo(inner, 4);
    });
  });

  test('says what it subtracts when it is inspected', async () => {
    await make('inspected');
    const found = await inspectModel(path.join(folder, 'inspected'), folder);
    expect(found.exact?.id).toBe(40);
    expect(found.layers).toHaveLength(4);
    expect(found.pooling).toEqual([]);
  });

  test('keeps the weights quantised, and scores as its own file does', async () => {
    const int8 = writeModel(path.join(folder, 'int8'), tinyModel('int8'));
    await make('quantised', {}, int8);
    const size = (place: string) => readFileSync(path.join(folder, place)).length;
    expect(size('quantised/onnx/model.onnx')).toBeLessThan(size('int8/model.onnx') + 10_000);
    const found = await explain(path.join(folder, 'quantised'));
    expect(found.original?.quantisation).toBe('int8');
    expect(Math.abs((found.original?.score ?? NaN) - found.score)).toBeLessThan(0.2);
  });
});

describe('what stands in the way', () => {
  test.each<[Partial<MakeExactOptions>, string]>([
    [
      { reference: { id: 120 } },
      'Reference: expected a token of the vocabulary (0 to 119), got id:120',
    ],
    [{ texts: ['a', 'b'] }, 'Texts: expected at least 3, got 2'],
    [{ head: true, training: ['a', 'b'] }, 'Training: expected at least 40 texts, got 2'],
  ])('%j', async (options, message) => {
    await expect(make('refused', options)).rejects.toThrow(message);
    expect(existsSync(path.join(folder, 'refused'))).toBe(false);
  });

  test('a folder with something else in it, which stays as it is', async () => {
    mkdirSync(path.join(folder, 'taken'));
    writeFileSync(path.join(folder, 'taken/thesis.txt'), 'mine');
    await expect(make('taken')).rejects.toThrow('expected a new or empty folder');
    expect(readFileSync(path.join(folder, 'taken/thesis.txt'), 'utf8')).toBe('mine');
    writeFileSync(path.join(folder, 'file'), 'mine');
    await expect(make('file')).rejects.toThrow('Exact: expected a folder to write to, got ENOTDIR');
    await expect(make('file/deeper')).rejects.toThrow('Exact: expected');
  });

  test('an exact encoder, again', async () => {
    await make('once');
    await expect(make('twice', {}, path.join(folder, 'once'))).rejects.toThrow(
      'Exact: expected a model that is not exact yet',
    );
  });

  test('a cancel, after which nothing is left behind', async () => {
    const out = path.join(folder, 'cancelled');
    const stop = { progress: () => undefined, cancelled: () => true };
    const options = { out, reference: 'auto', head: true, seed: 1 } as const;
    await expect(
      withLoaded(tiny, (loaded) => makeExact(loaded, options, store, stop)),
    ).rejects.toThrow(Cancelled);
    expect(existsSync(out)).toBe(false);
  });
});

describe('a checkpoint that was fine-tuned with shifted embeddings', () => {
  const roberta = (config: object): Files => ({
    'model.onnx': fixture('encoders/roberta/classic.onnx'),
    'tokenizer.json': tinyTokenizer(),
    'config.json': JSON.stringify({ max_position_embeddings: 64, ...config }),
    '1_Pooling/config.json': JSON.stringify({ pooling_mode_mean_tokens: true }),
  });
  const loadWith = (name: string, config: object) =>
    loadModel(writeModel(path.join(folder, name), roberta(config)), folder, runtime);

  test.each([{ reference: '[UNK]' }, { reference: 0 }])(
    'is exact by its config: %j',
    async (exact) => {
      const place = writeModel(path.join(folder, 'tuned'), roberta({ hitlight_exact: exact }));
      const found = await explain(place);
      expect(found.reference).toMatchObject({ token: '[UNK]', source: 'exact' });
      const { constant, onlyA, onlyB, pairs, residual } = found.ledger;
      expect([constant, onlyA, onlyB]).toEqual([0, 0, 0]);
      expect(Math.abs(pairs + residual - found.score)).toBeLessThan(1e-12);
      const plain = await explain(writeModel(path.join(folder, 'untuned'), roberta({})), {
        id: 0,
      });
      // The same contributions, divided by other norms.
      expect(found.ledger.pairs / plain.ledger.pairs).toBeGreaterThan(1);
      expect(plain.ledger.constant).not.toBe(0);
    },
  );

  test.each([
    [{ hitlight_exact: { reference: 'nowhere' } }, 'in the vocabulary (0 to 119), got "nowhere"'],
    [{ hitlight_exact: { reference: 120 } }, 'in the vocabulary (0 to 119), got 120'],
    [
      { hitlight_exact: true },
      'expected hitlight_exact in config.json to be { "reference": TOKEN or ID }',
    ],
    [
      { hitlight_exact: { reference: 0, in_graph: true } },
      'expected an exact encoder as Hitlight wrote it in',
    ],
  ])('is refused where its config is wrong: %j', async (config, message) => {
    await expect(loadWith('wrong', config)).rejects.toThrow(message);
  });
});
