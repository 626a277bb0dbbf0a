import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Coalitions } from '../../../src/attribution/estimates/Coalitions.js';
import { exactly } from '../../../src/attribution/estimates/Shapley.js';
import { Cancelled } from '../../../src/attribution/hooks.js';
import { crossDots, rowsOf } from '../../../src/attribution/vectors.js';
import { BatchEncoder } from '../../../src/encoder/batchEncoder.js';
import { METHODS, measureMethods } from '../../../src/study/methods/measureMethods.js';
import { methodParts } from '../../../src/study/methods/methodParts.js';
import { ownEntries, pairPaths } from '../../../src/study/methods/pairPaths.js';
import { SPLIT_HALF, yardstick } from '../../../src/study/methods/yardstick.js';
import { methodPairs } from '../../../src/study/probes/methodPairs.js';
import { pearson } from '../../../src/study/statistics/correlation.js';
import type { StudyContext, StudyModel } from '../../../src/study/study.js';
import { quiet } from '../../support/encoders.js';
import { contextOf, tinyModel } from '../../support/studyModel.js';

let model: StudyModel;
let context: StudyContext;
let batches: BatchEncoder;
beforeAll(async () => {
  model = await tinyModel();
  context = contextOf(model);
  batches = await BatchEncoder.open(model.explainer.encoder);
});
afterAll(async () => {
  await batches.release();
  await model.explainer.release();
});

const PAIR = {
  a: 'why is the sky blue at noon',
  b: 'molecules scatter short waves more than long ones, and the eye sees what is left',
};

describe('the yardstick', () => {
  test('has halves that agree, and is close to the truth', async () => {
    const paths = await pairPaths(context, {
      a: PAIR.a,
      b: 'short waves are scattered more than others',
    });
    const found = await yardstick(batches, paths, 1, quiet);
    expect(found.splitHalf ?? 0).toBeGreaterThanOrEqual(SPLIT_HALF);
    const size = model.explainer.encoder.embeddingSize;
    const [u, v] = await Promise.all(
      [paths.a, paths.b].map(({ path }) => exactly(new Coalitions(batches, path), quiet)),
    );
    const truth = crossDots(
      rowsOf(u ?? new Float64Array(0), size),
      rowsOf(v ?? new Float64Array(0), size),
    );
    const [entries, expected] = [ownEntries(found.matrix, paths), ownEntries(truth, paths)];
    expect(pearson(entries, expected) ?? 0).toBeGreaterThan(SPLIT_HALF);
  });

  test('of few tokens is exact, and says so', async () => {
    const paths = await pairPaths(context, { a: 'soft eggs', b: 'hard boiled eggs' });
    const found = await yardstick(batches, paths, 1, quiet);
    expect(found).toMatchObject({ splitHalf: 1, ordersA: 0, ordersB: 0 });
  });

  test('is the same for the same seed', async () => {
    const paths = await pairPaths(context, PAIR);
    const one = await yardstick(batches, paths, 3, quiet);
    const same = await yardstick(batches, paths, 3, quiet);
    expect([...one.matrix]).toEqual([...same.matrix]);
  });

  test('can be cancelled', async () => {
    const paths = await pairPaths(context, PAIR);
    await expect(yardstick(batches, paths, 1, { cancelled: () => true })).rejects.toThrow(
      Cancelled,
    );
  });
});

describe('methods against it', () => {
  test('each is measured, and those that estimate the same thing come close', async () => {
    const found = await measureMethods(context, batches, PAIR);
    expect(found.methods.map(({ name }) => name)).toEqual(METHODS.map(({ method }) => method));
    const of = (name: string) => found.methods.find((one) => one.name === name);
    for (const name of ['auto', 'simpson', 'shapley', 'ends']) {
      expect(of(name)?.pearson ?? 0, name).toBeGreaterThan(0.9);
    }
    for (const { ms } of found.methods) expect(ms).toBeGreaterThan(0);
    expect(of('ij')).toMatchObject({ a: 'ij', b: 'ij' });
    expect(found).toMatchObject({ level: 'token', partsA: 7, partsB: 16, tokensA: 9, unread: 0 });
  });

  test('figures are plain numbers under the names that programs read', async () => {
    const pairs = [
      { a: 'soft eggs', b: 'hard boiled eggs', label: null, line: 1, more: {} },
      { a: 'a red roof', b: 'the roof of the house is red', label: null, line: 2, more: {} },
      { ...PAIR, label: null, line: 3, more: {} },
    ];
    const { figures, tables } = await methodParts(pairs, context);
    const { methods, lengths } = figures as {
      methods: Record<string, unknown>[];
      lengths: { name: string; pairs: number; methods: unknown[] }[];
    };
    for (const one of methods) {
      expect(one).toMatchObject({ pairs: 3, name: expect.any(String) as string });
      for (const key of ['pearson', 'spearman', 'relativeCost']) {
        expect(one[key]).toBeTypeOf('number');
      }
    }
    expect(methods.find(({ name }) => name === 'ij')).toMatchObject({ relativeCost: 1 });
    expect(lengths.map(({ pairs: count }) => count).reduce((sum, one) => sum + one, 0)).toBe(3);
    expect(tables.map(({ id }) => id)).toEqual(['methods', 'methods-pairs']);
  });
});

test('the bundled pairs come in three lengths, of prose and code', () => {
  const lengths = methodPairs().map(({ b }) => b.length);
  expect(lengths.filter((length) => length < 60)).toHaveLength(8);
  expect(lengths.filter((length) => length > 60 && length < 250)).toHaveLength(8);
  expect(lengths.filter((length) => length > 400).length).toBeGreaterThanOrEqual(4);
});
