/** Whole encoder layers as exporters write them, in the styles that no fixture has. */
import { float32, int64, tensor } from '../../../../src/tensor/create.js';
import { randomTensor } from '../../../support/randomTensor.js';
import { float, node } from '../../../support/smallGraph.js';
import type { RuleCase } from './RuleCase.js';

/** 2 heads of 4. */
const [H, F] = [8, 12];
const vector = (...values: number[]) => int64([values.length], values);
const weight = (rows: number, columns: number, seed: number) =>
  randomTensor([rows, columns], seed, { low: -0.5, high: 0.5 });
const feeds = (n: number) => ({ x: randomTensor([1, n, H], 1) });

/** Integers that shapes need. */
const shapes = {
  heads: vector(0, 0, 2, 4),
  merged: vector(0, 0, H),
  last: vector(-1),
  zero: vector(0),
  two: vector(2),
  four: vector(4),
};

/** A query, key or value: projected, with heads on an axis of their own. */
const projected = (name: string, from: string) => [
  node('MatMul', [from, `w${name}`], [`${name}/flat`]),
  node('Reshape', [`${name}/flat`, 'heads'], [`${name}/heads`]),
  node('Transpose', [`${name}/heads`], [name], { perm: [0, 2, 1, 3] }),
];

/** x · cos + rotate_half(x) · sin, as transformers has it. */
const rotated = (name: string) => [
  node('Slice', [name, 'zero', 'two', 'last'], [`${name}/a`]),
  node('Slice', [name, 'two', 'four', 'last'], [`${name}/b`]),
  node('Neg', [`${name}/b`], [`${name}/-b`]),
  node('Concat', [`${name}/-b`, `${name}/a`], [`${name}/half`], { axis: -1 }),
  node('Mul', [name, 'cos'], [`${name}/cos`]),
  node('Mul', [`${name}/half`, 'sin'], [`${name}/sin`]),
  node('Add', [`${name}/cos`, `${name}/sin`], [`${name}/turned`]),
];

/** Softmax of scores to the layer's attention output. */
const attended = (scores: string) => [
  node('Softmax', [scores], ['p'], { axis: -1 }),
  node('MatMul', ['p', 'v'], ['mixed']),
  node('Transpose', ['mixed'], ['mixed/turned'], { perm: [0, 2, 1, 3] }),
  node('Reshape', ['mixed/turned', 'merged'], ['mixed/flat']),
  node('MatMul', ['mixed/flat', 'wo'], ['attention']),
];

const projections = {
  wq: weight(H, H, 2),
  wk: weight(H, H, 3),
  wv: weight(H, H, 4),
  wo: weight(H, H, 5),
};

/** Pre-norm, rotary positions, a local mask, gated GELU. */
const modernBert: RuleCase = {
  operator: 'Gelu',
  about: 'a layer like ModernBERT’s',
  feeds,
  nodes: [
    node('LayerNormalization', ['x', 'scale'], ['n'], { axis: -1, epsilon: float(1e-5) }),
    ...['q', 'k', 'v'].flatMap((name) => projected(name, 'n')),
    // Angles grow with the position: cos and sin of [S, 4].
    node('Shape', ['x'], ['length'], { start: 1, end: 2 }),
    node('Squeeze', ['length'], ['count']),
    node('Range', ['first', 'count', 'one'], ['positions']),
    node('Cast', ['positions'], ['steps'], { to: 1 }),
    node('Unsqueeze', ['steps', 'last'], ['rows']),
    node('Mul', ['rows', 'frequencies'], ['angles']),
    node('Cos', ['angles'], ['cos']),
    node('Sin', ['angles'], ['sin']),
    ...['q', 'k'].flatMap(rotated),
    node('Transpose', ['k/turned'], ['keys'], { perm: [0, 1, 3, 2] }),
    node('Mul', ['q/turned', 'half'], ['queries']),
    node('MatMul', ['queries', 'keys'], ['raw']),
    // Two tokens each way.
    node('Unsqueeze', ['positions', 'last'], ['column']),
    node('Sub', ['positions', 'column'], ['apart']),
    node('Abs', ['apart'], ['distance']),
    node('Less', ['distance', 'three'], ['near']),
    node('Where', ['near', 'raw', 'lowest'], ['scores']),
    ...attended('scores'),
    node('Add', ['x', 'attention'], ['y']),
    node('LayerNormalization', ['y', 'scale'], ['m'], { axis: -1, epsilon: float(1e-5) }),
    node('MatMul', ['m', 'wi'], ['inner']),
    node('Split', ['inner'], ['value', 'gate'], { axis: -1, num_outputs: 2 }),
    node('Gelu', ['value'], ['active']),
    node('Mul', ['active', 'gate'], ['gated']),
    node('MatMul', ['gated', 'wf'], ['outer']),
    node('Add', ['y', 'outer'], ['z']),
  ],
  constants: {
    ...shapes,
    ...projections,
    wi: weight(H, 2 * F, 6),
    wf: weight(F, H, 7),
    scale: randomTensor([H], 8, { low: 0.5, high: 1.5 }),
    frequencies: float32([4], [1, 0.1, 1, 0.1]),
    first: int64([], [0]),
    one: int64([], [1]),
    three: int64([], [3]),
    half: float32([], [0.5]),
    lowest: float32([], [-3.4e38]),
  },
  outputs: ['z'],
};

/** A distance penalty on scores, ReGLU by Relu away from its kink. */
const alibi: RuleCase = {
  operator: 'Softmax',
  about: 'attention with a penalty for distance, as ALiBi has it',
  feeds,
  nodes: [
    ...['q', 'k', 'v'].flatMap((name) => projected(name, 'x')),
    node('Transpose', ['k'], ['keys'], { perm: [0, 1, 3, 2] }),
    node('MatMul', ['q', 'keys'], ['raw']),
    node('Div', ['raw', 'root'], ['scaled']),
    node('Shape', ['x'], ['length'], { start: 1, end: 2 }),
    node('Slice', ['penalty', 'zero', 'length', 'two'], ['penalty/rows']),
    node('Slice', ['penalty/rows', 'zero', 'length', 'last'], ['penalty/square']),
    node('Add', ['scaled', 'penalty/square'], ['scores']),
    ...attended('scores'),
    node('Add', ['attention', 'x'], ['z']),
  ],
  constants: {
    ...shapes,
    ...projections,
    root: float32([], [2]),
    penalty: float32(
      [1, 2, 16, 16],
      Array.from({ length: 512 }, (_, i) => -Math.abs((i % 16) - (Math.floor(i / 16) % 16)) / 4),
    ),
  },
  outputs: ['z'],
};

/** Root-mean-square norm, SiLU gate, mean over unmasked tokens, unit length. */
const pooledRms: RuleCase = {
  operator: 'ReduceL2',
  about: 'a root-mean-square norm, a gate, pooling and normalisation',
  feeds,
  nodes: [
    node('Pow', ['x', 'square'], ['xx']),
    node('ReduceMean', ['xx', 'last'], ['variance']),
    node('Add', ['variance', 'epsilon'], ['safe']),
    node('Sqrt', ['safe'], ['root']),
    node('Reciprocal', ['root'], ['inverse']),
    node('Mul', ['x', 'inverse'], ['unit']),
    node('MatMul', ['unit', 'wq'], ['inner']),
    node('Sigmoid', ['inner'], ['gate']),
    node('Mul', ['inner', 'gate'], ['silu']),
    node('Shape', ['x'], ['length'], { start: 0, end: 2 }),
    node('ConstantOfShape', ['length'], ['mask'], {
      value: { type: 'tensor', value: tensor('float32', [1], Float32Array.of(1)) },
    }),
    node('Unsqueeze', ['mask', 'last'], ['mask/wide']),
    node('Mul', ['silu', 'mask/wide'], ['masked']),
    node('ReduceSum', ['masked', 'tokens'], ['total'], { keepdims: 0 }),
    node('ReduceSum', ['mask/wide', 'tokens'], ['weight'], { keepdims: 0 }),
    node('Clip', ['weight', 'tiny'], ['weight/safe']),
    node('Div', ['total', 'weight/safe'], ['pooled']),
    node('ReduceL2', ['pooled', 'last'], ['length of it']),
    node('Div', ['pooled', 'length of it'], ['z']),
  ],
  constants: {
    ...shapes,
    ...projections,
    tokens: vector(1),
    square: float32([], [2]),
    epsilon: float32([], [1e-6]),
    tiny: float32([], [1e-9]),
  },
  outputs: ['z'],
};

export const layerCases: readonly RuleCase[] = [modernBert, alibi, pooledRms];
