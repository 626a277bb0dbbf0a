import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Coalitions } from '../../../../src/attribution/estimates/Coalitions.js';
import { Shapley } from '../../../../src/attribution/estimates/Shapley.js';
import { displacement } from '../../../../src/attribution/textPath.js';
import { rowsOf } from '../../../../src/attribution/vectors.js';
import type { Encoder } from '../../../../src/encoder/encoder.js';
import { fixtureEncoder, quiet } from '../../../support/encoders.js';
import { gameOf, madeUpGame } from '../../../support/games.js';

let encoder: Encoder;
beforeAll(async () => {
  encoder = await fixtureEncoder('bert/classic', 'mean');
});
afterAll(() => encoder.release());

/** By the definition: the mean over all orders, each encoded by itself. */
async function overAllOrders(game: Coalitions): Promise<number[][]> {
  const n = game.players.length;
  const orders = permutations(Array.from({ length: n }, (_, i) => i));
  const size = game.path.text.embedding.length;
  const total = game.players.map(() => new Array<number>(size).fill(0));
  for (const order of orders) {
    for (const [step, player] of order.entries()) {
      const before = new Set(order.slice(0, step));
      const present = game.players.map((_, i) => before.has(i));
      const [without, joined] = await game.values(
        [present, present.map((there, i) => there || i === player)],
        quiet,
      );
      total[player] = (total[player] ?? []).map(
        (value, d) => value + ((joined?.[d] ?? 0) - (without?.[d] ?? 0)) / orders.length,
      );
    }
  }
  return total;
}

function permutations(items: readonly number[]): number[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item) =>
    permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}

const farthest = (x: ArrayLike<number>, y: ArrayLike<number>) =>
  Array.from(x).reduce((most, value, i) => Math.max(most, Math.abs(value - (y[i] ?? NaN))), 0);

/** float32 embeddings of size 1 or so, subtracted from each other. */
const ROUNDING = 1e-5;

describe('of few parts', () => {
  test.each([[[20]], [[20, 31]], [[20, 31, 44, 20]], [[9, 15, 33, 71, 90]]])(
    'are those over all orders: %j',
    async (text) => {
      const game = await gameOf(encoder, text);
      const shapley = new Shapley(game, 1);
      expect(await shapley.refine(quiet)).toBe(true);
      expect(await shapley.refine(quiet)).toBe(false);
      const expected = await overAllOrders(game);
      const size = game.path.text.embedding.length;
      const rows = rowsOf(shapley.value, size);
      // Special tokens around it contribute nothing.
      expect(rows).toHaveLength(text.length + 2);
      expect([...(rows[0] ?? []), ...(rows.at(-1) ?? [])].every((value) => value === 0)).toBe(true);
      expected.forEach((row, player) => {
        expect(farthest(row, rows[player + 1] ?? [])).toBeLessThan(ROUNDING);
      });
    },
  );
});

describe('of more parts, sampled', () => {
  const text = [20, 31, 44, 20, 9, 15, 33, 71, 90, 102, 55, 60, 61, 18];

  test('add up to e(x) − e(r) after each step', async () => {
    const game = await gameOf(encoder, text);
    const shapley = new Shapley(game, 5);
    for (let step = 0; step < 3; step++) {
      await shapley.refine(quiet);
      const rows = rowsOf(shapley.value, game.path.text.embedding.length);
      const sums = displacement(game.path).map((whole, d) =>
        rows.reduce((left, row) => left - (row[d] ?? 0), whole),
      );
      expect(farthest(sums, new Float64Array(sums.length))).toBeLessThan(1e-12);
      expect(shapley.permutations).toBe(4 * (step + 1));
    }
  });

  test('are the same for the same seed, and others for another', async () => {
    const found = await Promise.all(
      [1, 1, 2].map(async (seed) => {
        const shapley = new Shapley(await gameOf(encoder, text), seed);
        await shapley.refine(quiet);
        return shapley.value;
      }),
    );
    expect(farthest(found[0] ?? [], found[1] ?? [])).toBeLessThan(ROUNDING);
    expect(farthest(found[0] ?? [], found[2] ?? [])).toBeGreaterThan(100 * ROUNDING);
  });

  test('stop at once when cancelled, and keep what was found', async () => {
    const game = await gameOf(encoder, text);
    const shapley = new Shapley(game, 1);
    await shapley.refine(quiet);
    const before = [...shapley.value];
    const cancelled = { cancelled: () => true };
    await expect(shapley.refine(cancelled)).rejects.toThrow('cancelled');
    expect([...shapley.value]).toEqual(before);
  });

  test('are exact once orders have met most coalitions', async () => {
    const game = await gameOf(encoder, text.slice(0, 7));
    const shapley = new Shapley(game, 1);
    while (await shapley.refine(quiet));
    expect(shapley.exact).toBe(true);
    expect(game.encodings).toBe(2 ** 7 - 2);
  });
});

describe('axioms, of made-up games', () => {
  const weights = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
    minLength: 36,
    maxLength: 36,
  });
  const valueAt = (matrix: readonly number[], present: readonly boolean[]) =>
    present.reduce(
      (sum, here, i) =>
        present.reduce(
          (inner, there, j) => inner + (here && there ? (matrix[6 * i + j] ?? 0) : 0),
          sum,
        ),
      0,
    );

  test('a part that changes nothing has nothing, equal parts have the same', async () => {
    await fc.assert(
      fc.asyncProperty(weights, async (matrix) => {
        // Players 0 and 1 are interchangeable, player 2 counts for nothing.
        const game = madeUpGame(6, (present) => {
          const [a, b, , ...rest] = present;
          const both = Number(a) + Number(b);
          return [both ** 2 + valueAt(matrix, [false, false, false, ...rest]) * (1 + both), both];
        });
        const shapley = new Shapley(game, 1);
        await shapley.refine(quiet);
        const [first, second, none] = rowsOf(shapley.value, 2);
        expect(farthest(first ?? [], second ?? [])).toBeLessThan(ROUNDING);
        expect(farthest(none ?? [], [0, 0])).toBeLessThan(ROUNDING);
      }),
      { numRuns: 30 },
    );
  });

  test('an order and its reverse are enough where only pairs of parts interact', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 196, maxLength: 196 }),
        async (matrix) => {
          const game = madeUpGame(14, (present) => [
            present.reduce(
              (sum, here, i) =>
                present.reduce(
                  (inner, there, j) => inner + (here && there ? (matrix[14 * i + j] ?? 0) : 0),
                  sum,
                ),
              0,
            ),
          ]);
          const shapley = new Shapley(game, 3);
          await shapley.refine(quiet);
          const first = [...shapley.value];
          await shapley.refine(quiet);
          expect(farthest(first, shapley.value)).toBeLessThan(14 * ROUNDING);
        },
      ),
      { numRuns: 20 },
    );
  });
});
