/** Reductions and running sums. */
import type { Tensors } from '../../../../src/encoder/runtime.js';
import { int64 } from '../../../../src/tensor/create.js';
import { randomTensor } from '../../../support/randomTensor.js';
import { type RuleCase, single } from './RuleCase.js';

const operators = [
  'ReduceL1',
  'ReduceL2',
  'ReduceLogSum',
  'ReduceLogSumExp',
  'ReduceMax',
  'ReduceMean',
  'ReduceMin',
  'ReduceProd',
  'ReduceSum',
  'ReduceSumSquare',
];

const axes = (...values: number[]) => ({ axes: int64([values.length], values) });

/** Positive for logarithms and products; spread out, so that extrema have no rivals. */
const spread = (dims: readonly number[]): Tensors => {
  const { data } = randomTensor(dims, 3, { low: -0.05, high: 0.05 });
  // Multiples of 3/11 in an order that visits every residue: no two within a step of each other.
  const apart = data.map((value, i) => value + 0.7 + (((i * 7) % 11) * 3) / 11);
  return { x: { dtype: 'float32', dims, data: apart } };
};

export const reductionCases: readonly RuleCase[] = operators
  .flatMap((operator) => [
    single(operator, 'all axes', spread([2, 5])),
    single(operator, 'all axes dropped', spread([2, 5]), { attributes: { keepdims: 0 } }),
    single(operator, 'the last axis', spread([2, 5]), { constants: axes(-1) }),
    single(operator, 'two axes dropped', spread([2, 2, 5]), {
      constants: axes(0, -1),
      attributes: { keepdims: 0 },
    }),
    single(operator, 'the token axis', (n) => spread([1, n, 2]), {
      constants: axes(1),
      attributes: { keepdims: 0 },
    }),
  ])
  .concat([
    single('ReduceSum', 'no axes, no-op', spread([2, 5]), {
      attributes: { noop_with_empty_axes: 1 },
    }),
    single('ReduceMean', 'no axes, no-op', spread([2, 5]), {
      attributes: { noop_with_empty_axes: 1 },
    }),
    ...[0, 1].flatMap((exclusive) =>
      [0, 1].map((reverse) =>
        single('CumSum', `exclusive ${exclusive}, reverse ${reverse}`, spread([2, 5]), {
          constants: { axis: int64([], [1]) },
          attributes: { exclusive, reverse },
        }),
      ),
    ),
    single('CumSum', 'tokens', (n) => spread([1, n]), { constants: { axis: int64([], [-1]) } }),
  ]);
