import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Shapley } from '../../../../src/attribution/estimates/Shapley.js';
import { Simpson, endsWeight } from '../../../../src/attribution/estimates/Simpson.js';
import { displacement } from '../../../../src/attribution/textPath.js';
import { rowsOf } from '../../../../src/attribution/vectors.js';
import { quiet } from '../../../support/encoders.js';
import { madeUpGame } from '../../../support/games.js';

const farthest = (x: ArrayLike<number>, y: ArrayLike<number>) =>
  Array.from(x).reduce((most, value, i) => Math.max(most, Math.abs(value - (y[i] ?? NaN))), 0);

/** float32 values of size 1 or so. */
const ROUNDING = 1e-5;

const count = (present: readonly boolean[]) => present.filter(Boolean).length;

describe('Simpson’s rule over the size of coalitions', () => {
  test.each([1, 2, 3, 4, 5, 7, 8, 13, 38])(
    'is exact where what a part adds is a quadratic in the size, %i parts',
    async (n) => {
      // Value by size alone, a cubic: every part adds the same, which symmetry hides; so parts differ
      // in a factor of their own, whose sum with the size's cubic is no symmetric game any more.
      const strength = Array.from({ length: n }, (_, i) => 1 + i / n);
      const game = madeUpGame(n, (present) => {
        const t = count(present) / n;
        const own = present.reduce((sum, here, i) => sum + (here ? (strength[i] ?? 0) : 0), 0) / n;
        return [t ** 3 - t ** 2, own, own * t];
      });
      const simpson = new Simpson(game, 1);
      await simpson.refine(quiet);
      await simpson.refine(quiet);
      // By symmetry and linearity: the first entry is the same for all, the second a part's own.
      const rows = rowsOf(simpson.value, 3);
      rows.forEach((row, i) => {
        expect(row[0]).toBeCloseTo(0, 4);
        expect(row[1]).toBeCloseTo((strength[i] ?? 0) / n, 4);
      });
      // Nothing was left to share: the rule itself got the sums right.
      expect(farthest(simpson.missed, [0, 0, 0])).toBeLessThan(n * ROUNDING);
    },
  );

  test('weighs the ends as the sizes do: all of two parts, a third of many', () => {
    expect(endsWeight(1, false)).toBe(1);
    expect(endsWeight(2, true)).toBe(1);
    expect(endsWeight(1000, true)).toBeCloseTo(1 / 3, 2);
    for (let n = 4; n < 40; n++) {
      for (const inHalf of [false, true]) {
        expect(endsWeight(n, inHalf)).toBeGreaterThan(0.3);
        expect(endsWeight(n, inHalf)).toBeLessThan(0.6);
      }
    }
  });
});

describe('each step', () => {
  const weights = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
    minLength: 9,
    maxLength: 9,
  });

  test('adds up to e(x) − e(r), in any game', async () => {
    await fc.assert(
      fc.asyncProperty(weights, fc.integer({ min: 0, max: 9 }), async (own, n) => {
        const game = madeUpGame(n, (present) => {
          const sum = present.reduce((total, here, i) => total + (here ? (own[i] ?? 0) : 0), 0);
          return [Math.tanh(2 * sum), sum ** 3];
        });
        const simpson = new Simpson(game, 1);
        for (let step = 0; step < 3; step++) {
          await simpson.refine(quiet);
          const sums = displacement(game.path).map((whole, d) =>
            rowsOf(simpson.value, 2).reduce((left, row) => left - (row[d] ?? 0), whole),
          );
          // Without a part there is nothing to add up, and no difference either.
          expect(farthest(sums, [0, 0])).toBeLessThan(1e-10);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('first the ends: leave-one-out and add-one-in, the rest shared equally', async () => {
    const game = madeUpGame(3, ([a, b, c]) => [
      Number(a === true && b === true) + 2 * Number(c) + Number(a && b && c),
    ]);
    const simpson = new Simpson(game, 1);
    await simpson.refine(quiet);
    // Alone: 0, 0, 2. Last: 2, 2, 3. Means: 1, 1, 2.5, which is 0.5 over e(x) − e(r) = 4.
    expect([...simpson.value].map((value) => Number(value.toFixed(6)))).toEqual(
      [1, 1, 2.5].map((value) => Number((value - 0.5 / 3).toFixed(6))),
    );
    expect(simpson.missed[0]).toBeCloseTo(-0.5, 6);
  });

  test('of one or two parts it is exact, and says so', async () => {
    for (const n of [1, 2]) {
      const value = (present: readonly boolean[]) => [count(present) ** 2, Number(present[0])];
      const [simpson, shapley] = [
        new Simpson(madeUpGame(n, value), 1),
        new Shapley(madeUpGame(n, value), 1),
      ];
      await simpson.refine(quiet);
      await shapley.refine(quiet);
      expect(farthest(simpson.value, shapley.value)).toBeLessThan(ROUNDING);
      expect(simpson.exact).toBe(true);
      expect(await simpson.refine(quiet)).toBe(false);
    }
  });

  test('is the same for the same seed', async () => {
    const value = (present: readonly boolean[]) => [
      Math.sin(present.reduce((sum, here, i) => sum + (here ? i + 1 : 0), 0)),
    ];
    const [one, same, other] = await Promise.all(
      [4, 4, 5].map(async (seed) => {
        const simpson = new Simpson(madeUpGame(15, value), seed);
        await simpson.refine(quiet);
        await simpson.refine(quiet);
        return [...simpson.value];
      }),
    );
    expect(one).toEqual(same);
    expect(one).not.toEqual(other);
  });
});
