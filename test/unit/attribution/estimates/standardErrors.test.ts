import { describe, expect, test } from 'vitest';
import { Shapley, exactly } from '../../../../src/attribution/estimates/Shapley.js';
import { Simpson } from '../../../../src/attribution/estimates/Simpson.js';
import { standardErrors } from '../../../../src/attribution/estimates/standardErrors.js';
import { crossDots, rowsOf } from '../../../../src/attribution/vectors.js';
import { quiet } from '../../../support/encoders.js';
import { madeUpGame } from '../../../support/games.js';

/** Values that no order tells by itself: all parts of a text change what each other does. */
const tangled = (phase: number) => (present: readonly boolean[]) => {
  const sum = present.reduce((total, here, i) => total + (here ? Math.sin(3 * i + phase) : 0), 0);
  return [Math.tanh(sum), Math.cos(2 * sum), sum];
};
/** More than are ever enumerated on the way. */
const PLAYERS = 13;
const WIDTH = 3;

async function sampled(phase: number, seed: number, samples: number): Promise<Shapley> {
  const shapley = new Shapley(madeUpGame(PLAYERS, tangled(phase)), seed);
  for (let step = 0; step < samples; step++) await shapley.refine(quiet);
  return shapley;
}

const truthOf = (phase: number) => exactly(madeUpGame(PLAYERS, tangled(phase)), quiet);

const matrixOf = (u: Float64Array, v: Float64Array) =>
  crossDots(rowsOf(u, WIDTH), rowsOf(v, WIDTH));

describe('standard errors of a pair matrix', () => {
  test('hold the truth as often as they should', async () => {
    const truth = matrixOf(await truthOf(0), await truthOf(1));
    let [within, all] = [0, 0];
    for (let seed = 0; seed < 60; seed++) {
      const [u, v] = [await sampled(0, seed, 12), await sampled(1, seed + 1000, 12)];
      const errors = standardErrors(u, v, WIDTH)?.ofEntries ?? new Float64Array(0);
      matrixOf(u.value, v.value).forEach((entry, at) => {
        all++;
        if (Math.abs(entry - (truth[at] ?? NaN)) <= 2 * (errors[at] ?? 0)) within++;
      });
    }
    expect(all).toBe(60 * PLAYERS ** 2);
    // Student's t with 11 degrees of freedom: 92.9 % within two standard errors. Entries of one matrix
    // go together, so that 60 matrices leave a few per cent to chance.
    expect(within / all).toBeGreaterThan(0.88);
    expect(within / all).toBeLessThan(0.975);
  }, 60_000);

  test('fall with the root of the number of orders', async () => {
    const errorAt = async (samples: number) => {
      const found = await Promise.all(
        [1, 2, 3, 4, 5, 6].map(async (seed) =>
          standardErrors(
            await sampled(0, seed, samples),
            await sampled(1, seed + 50, samples),
            WIDTH,
          ),
        ),
      );
      const squares = found.flatMap((one) => [...(one?.ofEntries ?? [])]).map((x) => x ** 2);
      return Math.sqrt(squares.reduce((sum, x) => sum + x, 0) / squares.length);
    };
    const ratio = (await errorAt(4)) / (await errorAt(16));
    expect(ratio).toBeGreaterThan(1.6);
    expect(ratio).toBeLessThan(2.5);
  });

  test('are not made up of a single sample half-way', async () => {
    const simpson = new Simpson(madeUpGame(PLAYERS, tangled(0)), 1);
    const other = await sampled(1, 1, 2);
    for (let step = 0; step < 2; step++) {
      await simpson.refine(quiet);
      expect(standardErrors(simpson, other, WIDTH)).toBeUndefined();
    }
    await simpson.refine(quiet);
    expect(standardErrors(simpson, other, WIDTH)?.largest).toBeGreaterThan(0);
  });

  test('an exact text adds nothing to them', async () => {
    const exact = { value: await truthOf(0), replicates: [], exact: true };
    const v = await sampled(1, 3, 6);
    const errors = standardErrors(exact, v, WIDTH);
    expect(errors?.fromA).toBe(0);
    expect(errors?.largest).toBe(errors?.fromB);
    expect(errors?.largest).toBeGreaterThan(0);
  });

  test('more samples than are kept apart still tell it', async () => {
    const value = tangled(2);
    const [few, many] = [
      new Shapley(madeUpGame(14, value), 1),
      new Shapley(madeUpGame(14, value), 1),
    ];
    for (let step = 0; step < 15; step++) await few.refine(quiet);
    for (let step = 0; step < 60; step++) await many.refine(quiet);
    const exact = { value: new Float64Array(3 * 14).fill(1), replicates: [], exact: true };
    const [wide, narrow] = [standardErrors(few, exact, WIDTH), standardErrors(many, exact, WIDTH)];
    const ratio = (wide?.largest ?? 0) / (narrow?.largest ?? 1);
    expect(many.replicates.length).toBeLessThanOrEqual(16);
    expect(ratio).toBeGreaterThan(1.2);
    expect(ratio).toBeLessThan(3.5);
  });
});
