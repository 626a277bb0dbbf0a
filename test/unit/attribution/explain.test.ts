import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { modelForTests } from '../../../scripts/model/ensureModel.js';
import { type ExplainOptions, explainTexts } from '../../../src/attribution/explainTexts.js';
import { type LoadedModel, loadModel, releaseModel } from '../../../src/engine/loadModel.js';
import { quiet, runtime } from '../../support/encoders.js';
import { goldenMinilm, largestDifference } from '../../support/golden.js';

const defaults: ExplainOptions = {
  layer: 'middle',
  reference: 'auto',
  accuracy: { tolerance: 1e-3 },
  level: 'token',
};

let model: LoadedModel;
beforeAll(async () => {
  const folder = modelForTests(process.cwd());
  model = await loadModel('bundled', path.dirname(folder), runtime);
});
afterAll(() => releaseModel(model));

const explain = (a: string, b: string, options: Partial<ExplainOptions> = {}) =>
  explainTexts(model.explainer, model.reader, a, b, { ...defaults, ...options }, quiet);

const codePointsToUtf16 = (text: string, offset: number) =>
  [...text].slice(0, offset).join('').length;

describe('golden explanations of the bundled model', () => {
  const cases = goldenMinilm().flatMap((pair) =>
    pair.cases.map((known) => ({
      name: `${pair.idsA.length}+${pair.idsB.length} tokens, ${known.reference}, layer ${known.layer}`,
      pair,
      known,
    })),
  );

  test.each(cases)(
    '$name',
    async ({ pair, known }) => {
      const found = await explain(pair.a, pair.b, {
        layer: known.layer,
        reference: { id: known.referenceId },
        accuracy: { tolerance: 1e-4 },
      });
      expect(found.tokensA.map((token) => token.id)).toEqual(pair.idsA);
      expect(found.tokensB.map((token) => token.id)).toEqual(pair.idsB);
      // Asked for: 2e-4 at this tolerance. Entries err less than the sum, which the tolerance bounds.
      expect(largestDifference(found.matrix, known.converged.matrix)).toBeLessThan(1e-4);
      expect(largestDifference(found.marginalA, [known.converged.marginalA])).toBeLessThan(2e-4);
      expect(largestDifference(found.marginalB, [known.converged.marginalB])).toBeLessThan(2e-4);
      // Embeddings in float32 on both sides.
      expect(Math.abs(found.score - pair.cosine)).toBeLessThan(1e-6);
      expect(Math.abs(found.ledger.constant - known.ledger.constant)).toBeLessThan(1e-5);
      const missing = known.ledger.pairs - found.ledger.pairs;
      expect(Math.abs(found.ledger.residual)).toBeLessThanOrEqual(1e-4);
      // The residual is the true error: what the pairs lack of their exact sum.
      expect(Math.abs(found.ledger.residual - missing)).toBeLessThan(1e-5);
    },
    120_000,
  );
});

describe('explaining texts', () => {
  const [pair] = goldenMinilm();
  if (!pair) throw new Error('no golden pair');
  const { a, b } = pair;

  test('token spans are UTF-16 offsets into the given text', async () => {
    const text = '👍 naïve café';
    const { tokensA } = await explain(text, b);
    const spans = tokensA
      .filter((t) => !t.special)
      .map((t) => text.slice(t.start ?? 0, t.end ?? 0));
    expect(spans).toEqual(['👍', 'naïve', 'café']);
    expect(codePointsToUtf16(text, 2)).toBe(tokensA[2]?.start);
  });

  test('the middle layer is the third of six, and a neutral reference the default', async () => {
    const found = await explain(a, b);
    expect([found.layer, found.layerCount]).toEqual([3, 6]);
    expect(found.reference).toEqual({ token: '>', id: 1028, source: 'model' });
  });

  test('a reference that occurs in a text gives way to the runner-up', async () => {
    const found = await explain('a > b', b);
    expect(found.reference).toEqual({
      ...{ token: '-', id: 1011, source: 'model' },
      gaveWay: [{ token: '>', id: 1028 }],
    });
  });

  test('words add up their tokens: totals stay', async () => {
    const fine = await explain('tokenization of embeddings', b, { accuracy: { nodes: 7 } });
    const coarse = await explain('tokenization of embeddings', b, {
      accuracy: { nodes: 7 },
      level: 'word',
    });
    expect(coarse.tokensA.length).toBeLessThan(fine.tokensA.length);
    expect(coarse.tokensA.map((word) => word.text)).toContain('tokenization');
    // The same float32 derivatives, summed in another order.
    expect(Math.abs(coarse.ledger.pairs - fine.ledger.pairs)).toBeLessThan(1e-5);
  });

  test('identical texts score 1 and explain as a symmetric matrix', async () => {
    const { score, matrix, tokensA } = await explain(a, a);
    expect(Math.abs(score - 1)).toBeLessThan(1e-6);
    const n = tokensA.length;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        expect(Math.abs((matrix[i * n + j] ?? NaN) - (matrix[j * n + i] ?? NaN))).toBeLessThan(
          1e-3,
        );
      }
    }
  });

  test('a text over the limit says what was not read', async () => {
    const long = 'word '.repeat(300).trim();
    const { unreadA, unreadB, tokensA } = await explain(long, b, {
      layer: 'last',
      accuracy: { nodes: 1 },
    });
    expect(tokensA.length).toBe(256);
    expect(unreadA).toEqual({ from: 5 * 254, tokens: 300 - 254 });
    expect(unreadB).toBeNull();
  }, 60_000);

  test.each([
    ['', 'Text: expected words in the first text, got a blank one'],
    [' \n\t', 'Text: expected words in the first text, got a blank one'],
    [
      '\u200b',
      'Text: expected words in the first text, got only characters that the model ignores',
    ],
    ['x'.repeat(200_001), 'Text: expected at most 200000 characters in the first text, got 200001'],
    ['a\ud800b', 'Tokenizer: expected well-formed text, got a lone surrogate at offset 1'],
  ])('bad text %# is refused in one sentence', async (text, message) => {
    await expect(explain(text, b)).rejects.toThrow(message);
  });

  test('an unknown layer or reference is refused in one sentence', async () => {
    await expect(explain(a, b, { layer: 6 })).rejects.toThrow(
      'Layer: expected input, middle, last or 0 to 5, got 6',
    );
    await expect(explain(a, b, { reference: { id: 99_999 } })).rejects.toThrow(
      'Reference: expected a token of the vocabulary (0 to 30521), got id:99999',
    );
  });
});
