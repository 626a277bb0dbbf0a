import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Derivatives } from '../../../../src/attribution/derivatives.js';
import {
  ROUND,
  Scattered,
  antitheticOrder,
  through,
} from '../../../../src/attribution/estimates/Scattered.js';
import { randomFrom } from '../../../../src/attribution/estimates/random.js';
import { straightProjections } from '../../../../src/attribution/estimates/straight.js';
import { forwardProducts, reverseProducts } from '../../../../src/attribution/pathProducts.js';
import { displacement } from '../../../../src/attribution/textPath.js';
import { crossDots, rowDots, rowsOf } from '../../../../src/attribution/vectors.js';
import type { Encoder } from '../../../../src/encoder/encoder.js';
import { fixtureEncoder, quiet } from '../../../support/encoders.js';
import { textPath } from '../../../support/games.js';

let encoder: Encoder;
let derivatives: Derivatives;
beforeAll(async () => {
  encoder = await fixtureEncoder('bert/classic', 'mean');
  derivatives = new Derivatives(encoder);
});
afterAll(async () => {
  await derivatives.release();
  await encoder.release();
});

const TEXT = [20, 31, 44, 20, 9, 15];
const farthest = (x: ArrayLike<number>, y: ArrayLike<number>) =>
  Array.from(x).reduce((most, value, i) => Math.max(most, Math.abs(value - (y[i] ?? NaN))), 0);

describe('a point of the cube', () => {
  test('on its diagonal is that of the straight path', async () => {
    const path = await textPath(encoder, TEXT);
    const expected = await (await forwardProducts(derivatives, 0, path)).at(0.3, quiet);
    const point = through(
      path,
      path.parts.map(() => 0.3),
    );
    const found = await (await forwardProducts(derivatives, 0, point)).at(0, quiet);
    expect(farthest(found, expected)).toBeLessThan(1e-5);
  });

  test('at a corner is the coalition’s own text', async () => {
    const path = await textPath(encoder, TEXT);
    const present = path.parts.map((_, i) => i % 2);
    const mixed = path.ids.map((id, i) => (i % 2 === 1 ? id : (path.referenceIds[i] ?? 0)));
    const corner = through(path, present).reference.hidden[0]?.data ?? [];
    const state = (await encoder.encode(mixed)).hidden[0]?.data ?? [];
    expect(farthest(corner, state)).toBeLessThan(1e-6);
  });
});

describe('scattered paths', () => {
  test('each part passes every node of a round once, opposite ones in turn', () => {
    const order = antitheticOrder(ROUND, randomFrom(7));
    expect(order.toSorted((x, y) => x - y)).toEqual(Array.from({ length: ROUND }, (_, i) => i));
    for (let i = 0; i < ROUND; i += 2) {
      expect((order[i] ?? NaN) + (order[i + 1] ?? NaN)).toBe(ROUND - 1);
    }
  });

  test('contributions and their projections agree, and have the known sums', async () => {
    const path = await textPath(encoder, TEXT);
    const whole = displacement(path);
    const cotangents = [1, 2, 3].map((k) => whole.map((_, d) => Math.sin(k * d)));
    const forward = Scattered.forward(derivatives, path, whole, 11);
    const sums = rowDots(cotangents, whole);
    const reverse = Scattered.reverse(derivatives, path, cotangents, sums, 11);
    for (let step = 0; step < ROUND / 2 + 1; step++) {
      await forward.refine(quiet);
      await reverse.refine(quiet);
      const rows = rowsOf(forward.value, whole.length);
      const projected = crossDots(cotangents, rows);
      expect(farthest(projected, reverse.value)).toBeLessThan(1e-4);
      rowsOf(reverse.value, path.parts.length).forEach((row, k) => {
        const sum = row.reduce((total, value) => total + value, 0);
        expect(sum).toBeCloseTo(sums[k] ?? NaN, 8);
      });
      // Special tokens take no share.
      expect(rows[0]?.every((value) => value === 0)).toBe(true);
    }
    expect(forward.evaluations).toBe(ROUND + 2);
  });

  test('miss less of the known sums, the more points they have', async () => {
    const path = await textPath(encoder, TEXT);
    const missedAfter = async (rounds: number) => {
      const squares = await Promise.all(
        [1, 2, 3].map(async (seed) => {
          const scattered = Scattered.forward(derivatives, path, displacement(path), seed);
          while (scattered.evaluations < rounds * ROUND) await scattered.refine(quiet);
          return scattered.missed.reduce((total, value) => total + value ** 2, 0);
        }),
      );
      return squares.reduce((total, one) => total + one, 0);
    };
    expect(await missedAfter(6)).toBeLessThan(await missedAfter(1));
  });
});

test('the straight path’s rule is as exact as said, before anything is shared out', async () => {
  const path = await textPath(encoder, TEXT);
  const whole = displacement(path);
  const sums = rowDots([whole], whole);
  const layer = 2;
  const found = await straightProjections(
    derivatives,
    layer,
    path,
    [whole],
    sums,
    quiet,
    () => undefined,
  );
  expect(found.value.reduce((total, value) => total + value, 0)).toBeCloseTo(sums[0] ?? NaN, 8);
  // Above the embeddings special tokens move: what they would have is what is missing.
  const products = await reverseProducts(derivatives, layer, path, [whole]);
  const dense = Array.from({ length: 64 }, (_, i) => (i + 0.5) / 64);
  let special = 0;
  for (const alpha of dense) {
    const row = await products.at(alpha, quiet);
    special += ((row[0] ?? 0) + (row.at(-1) ?? 0)) / dense.length;
  }
  expect(Math.abs((found.missed[0] ?? NaN) / special - 1)).toBeLessThan(1e-3);
});
