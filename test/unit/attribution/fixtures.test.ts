import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attributePair } from '../../../src/attribution/attributePair.js';
import { Contributions } from '../../../src/attribution/contributions.js';
import { Derivatives } from '../../../src/attribution/derivatives.js';
import type { Plan } from '../../../src/attribution/plan.js';
import type { Encoder, Encoding } from '../../../src/encoder/encoder.js';
import { fixtureEncoder, pathOf, quiet } from '../../support/encoders.js';
import { FIXTURES, goldenEncoder, largestDifference } from '../../support/golden.js';

const plans: readonly Plan[] = ['forward both', 'reverse a', 'reverse b'];

const files = ['bert', 'roberta', 'distilbert', 'mpnet', 'albert'].flatMap((family) =>
  readdirSync(path.join(FIXTURES, 'encoders', family))
    .filter((file) => file.endsWith('.onnx'))
    .map((file) => ({ family, style: path.basename(file, '.onnx') })),
);

/** Largest difference allowed to the golden float64 numbers: float32 arithmetic, half weights. */
const bound = (style: string, float32: number) => (style === 'fp16' ? 2e-2 : float32);

describe.each(files)('$family exported as $style', ({ family, style }) => {
  const golden = goldenEncoder(family, style);

  describe.each(['mean', 'cls'] as const)('%s pooling', (pooling) => {
    let encoder: Encoder;
    let derivatives: Derivatives;
    beforeAll(async () => {
      encoder = await fixtureEncoder(`${family}/${style}`, pooling);
      derivatives = new Derivatives(encoder);
    });
    afterAll(async () => {
      await derivatives.release();
      await encoder.release();
    });

    const paths = async () =>
      [
        await pathOf(encoder, golden.ids.a, golden.reference.a),
        await pathOf(encoder, golden.ids.b, golden.reference.b),
      ] as const;
    const cases = golden.cases.filter((known) => known.pooling === pooling);

    test('finds a boundary for each of its four layers', () => {
      expect(encoder.layers).toHaveLength(4);
    });

    test.runIf(cases.length > 0)('embeds as in float64', async () => {
      const [a, b] = await paths();
      const known = cases[0];
      if (!known) throw new Error('no golden case');
      const difference = (found: Encoding, expected: readonly number[]) =>
        largestDifference(found.embedding, [expected]);
      expect(difference(a.text, known.embeddingA)).toBeLessThan(bound(style, 1e-5));
      expect(difference(b.text, known.embeddingB)).toBeLessThan(bound(style, 1e-5));
      expect(difference(a.reference, known.referenceA)).toBeLessThan(bound(style, 1e-5));
      expect(difference(b.reference, known.referenceB)).toBeLessThan(bound(style, 1e-5));
    });

    test.each(plans)('explains at every layer (%s)', async (plan) => {
      const [a, b] = await paths();
      for (const { index } of encoder.layers) {
        const accuracy = { tolerance: 1e-5 };
        const found = await attributePair(
          derivatives,
          new Contributions(),
          index,
          a,
          b,
          accuracy,
          quiet,
          plan,
        );
        expect(Math.abs(found.ledger.residual)).toBeLessThan(2e-5);
        const known = cases.find((one) => one.layer === index);
        if (!known?.converged) continue;
        const difference = largestDifference(found.matrix, known.converged.matrix);
        expect(difference).toBeLessThan(bound(style, 1e-5));
      }
    });
  });
});
