import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { modelForTests } from '../../../scripts/model/ensureModel.js';
import { type ExplainOptions, explainTexts } from '../../../src/attribution/explainTexts.js';
import { type MaskedParts, maskTexts } from '../../../src/attribution/maskTexts.js';
import { type LoadedModel, loadModel, releaseModel } from '../../../src/engine/loadModel.js';
import { quiet, runtime } from '../../support/encoders.js';

const A = 'retry a failed request with exponential backoff';
const B = 'call the service again after waiting longer';
const options: ExplainOptions = {
  layer: 'middle',
  reference: { id: 1028 },
  accuracy: { tolerance: 1e-3 },
  level: 'token',
};
/** Float32 embeddings of a text alone and in a batch. */
const ROUNDING = 1e-5;

let model: LoadedModel;
beforeAll(async () => {
  const folder = modelForTests(process.cwd());
  model = await loadModel('bundled', path.dirname(folder), runtime);
});
afterAll(() => releaseModel(model));

const mask = (masks: readonly MaskedParts[], more: Partial<ExplainOptions> = {}) =>
  maskTexts(model.explainer, model.reader, A, B, { ...options, ...more }, masks, quiet);
const explain = () => explainTexts(model.explainer, model.reader, A, B, options, quiet);

describe('masked texts', () => {
  test('score as the texts do where nothing is masked', async () => {
    const { score } = await explain();
    const found = await mask([{ a: [], b: [] }]);
    expect(Math.abs(found.score - score)).toBeLessThan(ROUNDING);
    expect(found.masked).toEqual([{ score: found.score, product: found.score }]);
  });

  test('all masked, have the constant of the ledger for their product', async () => {
    const { ledger, tokensA, tokensB } = await explain();
    const every = { a: [...tokensA.keys()], b: [...tokensB.keys()] };
    const [all] = (await mask([every])).masked;
    expect(Math.abs((all?.product ?? NaN) - ledger.constant)).toBeLessThan(ROUNDING);
  });

  test('one text masked, keep what the other one adds alone', async () => {
    const { ledger, tokensA } = await explain();
    const [without] = (await mask([{ a: [...tokensA.keys()], b: [] }])).masked;
    const expected = ledger.constant + ledger.onlyB;
    expect(Math.abs((without?.product ?? NaN) - expected)).toBeLessThan(ROUNDING);
  });

  test('lose more with their strongest tokens than with their weakest', async () => {
    const { score, marginalA, tokensA } = await explain();
    const own = [...tokensA.keys()].filter((i) => tokensA[i]?.special === false);
    const order = own.sort((i, j) => (marginalA[j] ?? 0) - (marginalA[i] ?? 0));
    const { masked } = await mask([
      { a: order.slice(0, 2), b: [] },
      { a: order.slice(-2), b: [] },
    ]);
    const drops = masked.map((one) => score - one.product);
    expect(drops[0]).toBeGreaterThan((drops[1] ?? NaN) + 0.05);
  });

  test('are the same one by one and in batches', async () => {
    const each = Array.from({ length: 7 }, (_, i) =>
      Array.from({ length: 7 }, (__, j) => ({ a: [i + 1], b: [j + 1] })),
    ).flat();
    // More than are taken one by one.
    const together = await mask(each);
    for (const at of [0, 17, 48]) {
      const alone = await mask(each.slice(at, at + 1));
      const difference = (together.masked[at]?.score ?? NaN) - (alone.masked[0]?.score ?? NaN);
      expect(Math.abs(difference)).toBeLessThan(ROUNDING);
    }
  });

  test('take words for parts where the level says so', async () => {
    const word = await explainTexts(
      model.explainer,
      model.reader,
      A,
      B,
      { ...options, level: 'word' },
      quiet,
    );
    const at = word.tokensA.findIndex(({ text }) => text === 'backoff');
    const positions = word.tokensA[at]?.positions ?? [];
    expect(positions.length).toBeGreaterThan(1);
    const [byWord] = (await mask([{ a: [at], b: [] }], { level: 'word' })).masked;
    const [byToken] = (await mask([{ a: positions, b: [] }])).masked;
    expect(byWord).toEqual(byToken);
  });

  test('refuse a part that is not there', async () => {
    await expect(mask([{ a: [99], b: [] }])).rejects.toThrow(
      /^Masking: expected a part from 0 to \d+, got 99$/,
    );
  });
});
