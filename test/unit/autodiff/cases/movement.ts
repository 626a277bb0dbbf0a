/** Operators that only move elements. */
import { float32, int64 } from '../../../../src/tensor/create.js';
import type { Tensor } from '../../../../src/tensor/tensor.js';
import { randomTensor } from '../../../support/randomTensor.js';
import { node } from '../../../support/smallGraph.js';
import { type RuleCase, single } from './RuleCase.js';

const x = randomTensor([2, 3, 4], 1);
const vector = (...values: number[]) => int64([values.length], values);
const tokens = (n: number) => ({ x: randomTensor([1, n, 8], 1) });

const slices: readonly (readonly [string, Record<string, Tensor>])[] = [
  ['one axis', { starts: vector(1), ends: vector(3), axes: vector(2) }],
  ['default axes', { starts: vector(0, 1), ends: vector(1, 3) }],
  ['negative axis and bounds', { starts: vector(-3), ends: vector(-1), axes: vector(-1) }],
  ['bounds beyond the end', { starts: vector(1), ends: vector(1000), axes: vector(1) }],
  ['step 2', { starts: vector(0), ends: vector(4), axes: vector(2), steps: vector(2) }],
  ['backwards', { starts: vector(-1), ends: vector(-100), axes: vector(2), steps: vector(-1) }],
  [
    'backwards by 2 on one of two axes',
    { starts: vector(3, 0), ends: vector(0, 2), axes: vector(2, 1), steps: vector(-2, 1) },
  ],
];

const indices = (dims: readonly number[], values: readonly number[]) => ({
  indices: int64(dims, values),
});

export const movementCases: readonly RuleCase[] = [
  single('Reshape', 'constant', { x }, { constants: { shape: vector(4, 6) } }),
  single('Reshape', 'copied and inferred', { x }, { constants: { shape: vector(0, -1) } }),
  single('Reshape', 'heads of tokens', tokens, { constants: { shape: vector(0, 0, 2, 4) } }),
  single('Reshape', 'tokens merged', tokens, { constants: { shape: vector(-1, 8) } }),
  single(
    'Reshape',
    'to a scalar',
    { x: randomTensor([1, 1], 1) },
    { constants: { shape: int64([0], []) } },
  ),
  single('Transpose', 'reversed', { x }),
  single('Transpose', 'heads', { x }, { attributes: { perm: [0, 2, 1] } }),
  single('Transpose', 'a cycle', { x }, { attributes: { perm: [1, 2, 0] } }),
  single(
    'Squeeze',
    'given axes',
    { x: randomTensor([1, 3, 1], 1) },
    { constants: { axes: vector(-1) } },
  ),
  single('Squeeze', 'all of size one', { x: randomTensor([1, 3, 1], 1) }),
  single('Unsqueeze', 'two axes', { x }, { constants: { axes: vector(0, 3) } }),
  single('Unsqueeze', 'negative axis', { x }, { constants: { axes: vector(-2) } }),
  ...[0, 1, 2, 3, -1].map((axis) =>
    single('Flatten', `axis ${axis}`, { x }, { attributes: { axis } }),
  ),
  single('Flatten', 'tokens', tokens, { attributes: { axis: 2 } }),
  single('Expand', 'a new axis', { x }, { constants: { shape: vector(5, 1, 3, 4) } }),
  single(
    'Expand',
    'an axis of one',
    { x: randomTensor([3, 1], 1) },
    { constants: { shape: vector(2, 1, 6) } },
  ),
  single('Tile', 'two axes', { x }, { constants: { repeats: vector(1, 2, 3) } }),
  single('Trilu', 'upper', { x: randomTensor([2, 4, 4], 1) }),
  single(
    'Trilu',
    'lower, shifted',
    { x: randomTensor([2, 4, 4], 1) },
    {
      attributes: { upper: 0 },
      constants: { k: int64([], [-1]) },
    },
  ),
  single(
    'Concat',
    'axis 1',
    { a: randomTensor([2, 3], 1), b: randomTensor([2, 1], 2), c: x0() },
    {
      attributes: { axis: 1 },
    },
  ),
  single('Concat', 'one input', { x }, { attributes: { axis: 0 } }),
  single('Concat', 'tokens and a constant', tokens, {
    attributes: { axis: -2 },
    constants: { first: randomTensor([1, 1, 8], 3) },
  }),
  single(
    'Split',
    'equal parts',
    { x },
    { attributes: { axis: -1, num_outputs: 2 }, outputs: ['p', 'q'] },
  ),
  single(
    'Split',
    'given sizes',
    { x },
    {
      attributes: { axis: 1 },
      constants: { sizes: vector(1, 2) },
      outputs: ['p', 'q'],
    },
  ),
  {
    ...single('Split', 'one part unused', tokens, {
      attributes: { axis: -1 },
      constants: { sizes: vector(2, 3, 3) },
      outputs: ['p', 'q', 'r'],
    }),
    outputs: ['p', 'r'],
  },
  ...slices.map(([about, constants]) => single('Slice', about, { x }, { constants })),
  single('Slice', 'all tokens but the first', tokens, {
    constants: { starts: vector(1), ends: vector(1000), axes: vector(1) },
  }),
  single('Slice', 'half of a head, bounds in int32', tokens, {
    constants: {
      starts: { dtype: 'int32', dims: [1], data: Int32Array.of(4) },
      ends: { dtype: 'int32', dims: [1], data: Int32Array.of(1000) },
      axes: { dtype: 'int32', dims: [1], data: Int32Array.of(-1) },
    },
  }),
  single(
    'Pad',
    'constant',
    { x },
    { constants: { pads: vector(0, 1, 2, 0, 0, 1), value: float32([], [2]) } },
  ),
  single('Pad', 'cutting', { x }, { constants: { pads: vector(0, -1, 2, 0, 0, -1) } }),
  single(
    'Pad',
    'given axes',
    { x },
    {
      inputs: ['x', 'pads', '', 'axes'],
      constants: { pads: vector(1, 2), axes: vector(-2) },
    },
  ),
  single('Gather', 'a row', { x }, { constants: indices([], [1]), attributes: { axis: 1 } }),
  single('Gather', 'the first token', tokens, {
    constants: indices([], [0]),
    attributes: { axis: 1 },
  }),
  single(
    'Gather',
    'repeated and negative',
    { x },
    {
      constants: indices([4], [0, -1, 2, 2]),
      attributes: { axis: -1 },
    },
  ),
  single(
    'Gather',
    'a matrix of int32 indices',
    { x },
    {
      constants: { indices: { dtype: 'int32', dims: [2, 2], data: Int32Array.of(0, 1, 1, -1) } },
      attributes: { axis: 0 },
    },
  ),
  single(
    'GatherElements',
    'axis 1, repeated',
    { x: randomTensor([3, 4], 1) },
    {
      constants: indices([3, 2], [0, 0, 3, -1, 2, 1]),
      attributes: { axis: 1 },
    },
  ),
  single('GatherND', 'slices', { x }, { constants: indices([3, 2], [0, 1, 1, 2, 0, 1]) }),
  single(
    'GatherND',
    'in batches',
    { x },
    {
      constants: indices([2, 1], [2, 0]),
      attributes: { batch_dims: 1 },
    },
  ),
  single(
    'ScatterElements',
    'axis 1',
    { x: randomTensor([3, 4], 1), updates: randomTensor([3, 2], 2) },
    {
      inputs: ['x', 'indices', 'updates'],
      constants: indices([3, 2], [0, 1, 3, -2, 2, 1]),
      attributes: { axis: 1 },
    },
  ),
  single(
    'ScatterND',
    'slices',
    { x, updates: randomTensor([2, 4], 2) },
    {
      inputs: ['x', 'indices', 'updates'],
      constants: indices([2, 2], [0, 1, 1, 2]),
    },
  ),
  {
    operator: 'CastLike',
    about: 'to double and back',
    nodes: [
      node('CastLike', ['x', 'double'], ['wide']),
      node('CastLike', ['wide', 'single'], ['z']),
    ],
    constants: {
      double: { dtype: 'float64', dims: [], data: Float64Array.of(0) },
      single: float32([], [0]),
    },
    feeds: { x },
  },
  {
    operator: 'Cast',
    about: 'to double and back',
    nodes: [node('Cast', ['x'], ['wide'], { to: 11 }), node('Cast', ['wide'], ['z'], { to: 1 })],
    feeds: { x },
  },
];

function x0() {
  return randomTensor([2, 2], 3);
}
