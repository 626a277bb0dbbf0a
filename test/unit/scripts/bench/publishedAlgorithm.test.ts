import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Derivatives, norms, rightRiemann } from '../../../../scripts/bench/attribution.js';
import { converge, largestDifference, pairMatrices } from '../../../../scripts/bench/converged.js';
import { publishedAlgorithm } from '../../../../scripts/bench/publishedAlgorithm.js';
import type { TextPath } from '../../../../src/attribution/textPath.js';
import type { Encoder } from '../../../../src/encoder/encoder.js';
import { fixtureEncoder, pathOf } from '../../../support/encoders.js';
import { goldenEncoder } from '../../../support/golden.js';

const golden = goldenEncoder('bert');
const cases = golden.cases.flatMap((known) => {
  const { pooling, layer, riemann20, converged } = known;
  return pooling === 'mean' && layer !== null && riemann20 && converged
    ? [{ layer, riemann20: riemann20.matrix.flat(), converged: converged.matrix.flat() }]
    : [];
});

describe('on a tiny BERT', () => {
  let encoder: Encoder;
  let derivatives: Derivatives;
  let a: TextPath;
  let b: TextPath;
  beforeAll(async () => {
    encoder = await fixtureEncoder('bert/dynamo', 'mean');
    derivatives = new Derivatives(encoder);
    a = await pathOf(encoder, golden.ids.a, golden.reference.a);
    b = await pathOf(encoder, golden.ids.b, golden.reference.b);
  });
  afterAll(async () => {
    await derivatives.release();
    await encoder.release();
  });

  const scaled = (matrix: Float64Array) => matrix.map((entry) => entry / norms(a, b));

  test('there are golden numbers to compare with', () => {
    expect(cases.length).toBeGreaterThan(0);
  });

  test.each(cases)('layer $layer: is the published algorithm', async ({ layer, riemann20 }) => {
    const found = await publishedAlgorithm(derivatives, layer, [a, b], [5, 1000], 20);
    // float32 against the float64 numbers of a full Jacobian by autograd.
    expect(largestDifference(scaled(found), riemann20)).toBeLessThan(1e-5);
  });

  test.each(cases)(
    'layer $layer: contributions give its matrix by the same rule',
    async (known) => {
      const { layer } = known;
      const [contributions] = await pairMatrices(derivatives, layer, a, b, [rightRiemann(50)]);
      const published = await publishedAlgorithm(derivatives, layer, [a, b], [16, 16]);
      // Two orders of the same float32 sums.
      expect(largestDifference(published, contributions ?? [])).toBeLessThan(
        1e-5 * Math.max(1, norms(a, b)),
      );
    },
  );

  test.each(cases)('layer $layer: converges to the golden matrix', async (known) => {
    const { matrix, uncertainty } = await converge(derivatives, known.layer, a, b);
    expect(largestDifference(matrix, known.converged)).toBeLessThan(1e-5);
    expect(uncertainty).toBeLessThan(1e-5);
  });

  test.each(cases)("layer $layer: tells the published algorithm's error", async (known) => {
    const { publishedError } = await converge(derivatives, known.layer, a, b);
    const published = scaled(await publishedAlgorithm(derivatives, known.layer, [a, b], [16, 16]));
    const error = largestDifference(published, known.converged);
    // Both matrices are right to 1e-5.
    expect(Math.abs(publishedError - error)).toBeLessThan(2e-5);
    expect(error).toBeGreaterThan(2e-5);
  });

  test('a short text with a long one and both in forward mode agree, in either order', async () => {
    const short = await pathOf(encoder, golden.ids.a.slice(0, 3), golden.reference.a.slice(0, 3));
    const rules = [rightRiemann(4)];
    const size = encoder.embeddingSize;
    const longer = b.ids.length > 2 * short.ids.length;
    expect(longer).toBe(true);
    const published = await publishedAlgorithm(derivatives, 1, [short, b], [size, size], 4);
    const [mixed] = await pairMatrices(derivatives, 1, short, b, rules);
    const [swapped] = await pairMatrices(derivatives, 1, b, short, rules);
    expect(largestDifference(published, mixed ?? [])).toBeLessThan(1e-5);
    const back = Float64Array.from(published, (_, at) => {
      const [j, i] = [Math.floor(at / short.ids.length), at % short.ids.length];
      return published[i * b.ids.length + j] ?? NaN;
    });
    expect(largestDifference(back, swapped ?? [])).toBeLessThan(1e-5);
  });
});
