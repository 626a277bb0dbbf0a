import { describe, expect, test } from 'vitest';
import { type ProfileEvent, productMs, summarise } from '../../../../scripts/bench/profile.js';
import { shares } from '../../../../scripts/bench/whereTimeGoes.js';

const kernel = (
  operator: string,
  dur: number,
  inputs: readonly number[][],
  output: readonly number[],
): ProfileEvent => ({
  cat: 'Node',
  name: `${operator}_kernel_time`,
  dur,
  args: {
    op_name: operator,
    input_type_shape: inputs.map((shape) => ({ float: shape })),
    output_type_shape: [{ float: [...output] }],
  },
});
const run = (dur: number): ProfileEvent => ({ cat: 'Session', name: 'model_run', dur, args: {} });

const events = [
  run(10_000),
  // Weights are packed away and no input any more.
  kernel('MatMul', 4000, [[4, 1, 10, 384]], [4, 1, 10, 1536]),
  kernel('MatMul', 2000, [[4, 1, 10, 384]], [4, 1, 10, 1536]),
  // A transposed left factor: [10, 32]ᵀ × [10, 20].
  kernel(
    'FusedMatMul',
    1000,
    [
      [12, 10, 32],
      [12, 10, 20],
    ],
    [12, 32, 20],
  ),
  kernel('Mul', 2000, [[4, 384], [384]], [4, 384]),
  kernel('Add', 50, [[4], [4]], [4]),
  { cat: 'Session', name: 'session_initialization', dur: 99_000, args: {} },
];

describe('a profile', () => {
  const summary = summarise(events);

  test('counts the time inside runs only', () => {
    expect(summary.ms).toBe(10);
    expect(productMs(summary)).toBe(7);
  });

  test('adds up products of one size, their operations included', () => {
    const [weights, attention] = summary.products;
    expect(weights).toMatchObject({ left: [4, 1, 10, 384], columns: 1536, weights: true, ms: 6 });
    expect(weights?.flop).toBe(2 * 2 * 40 * 384 * 1536);
    expect(attention).toMatchObject({ weights: false, flop: 2 * 12 * 32 * 10 * 20 });
  });

  test('gives shares of the profiled runs and the rate over their time without a profiler', () => {
    const flop = 2 * 2 * 40 * 384 * 1536 + 2 * 12 * 32 * 10 * 20;
    expect(shares(summary, 8)).toEqual({
      productShare: 0.7,
      others: { Mul: 0.2 },
      gflops: flop / 8 / 1e6,
    });
  });
});
