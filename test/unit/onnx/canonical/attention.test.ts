/** Attention operators and rotary positions against onnxruntime's own kernels. */
import { describe, expect, it } from 'vitest';
import { tensor } from '../../../../src/tensor/create.js';
import { assertSameValues, operatorsOf } from '../../../support/canonicalValues.js';
import { randomTensor } from '../../../support/randomTensor.js';
import { float, node } from '../../../support/smallGraph.js';
import { zerosOf } from '../../../support/tensorArithmetic.js';
import { checkOperator } from './checkOperator.js';

/** B 2, S 5, H 12, 3 heads of 4. */
const x = randomTensor([2, 5, 12], 1);
const y = randomTensor([2, 5, 12], 2);
const w = randomTensor([2, 5, 12], 3);

/** int32 [dims]. */
const int32 = (dims: readonly number[], values: readonly number[]) =>
  tensor('int32', dims, Int32Array.from(values));

const heads = { num_heads: 3 };
const lengths = int32([2], [5, 3]);
const mask2 = int32([2, 5], [1, 1, 1, 1, 1, 1, 1, 1, 0, 0]);
const mask3 = int32(
  [2, 5, 5],
  Array.from({ length: 50 }, (_, i) => (i % 3 === 0 ? 0 : 1)),
);
const bias4 = randomTensor([1, 3, 5, 5], 8);

describe('ONNX Attention', () => {
  const bias = randomTensor([5, 5], 4);
  const counts = { q_num_heads: 4, kv_num_heads: 2 };
  const grouped = {
    q: randomTensor([2, 5, 16], 1),
    k: randomTensor([2, 5, 8], 2),
    v: randomTensor([2, 5, 8], 3),
  };
  it.each([
    ['grouped heads', grouped, {}],
    ['scaled', grouped, { scale: float(0.1) }],
    ['causal', grouped, { is_causal: 1 }],
    ['biased', { ...grouped, bias }, {}],
    ['biased and capped', { ...grouped, bias }, { softcap: float(0.5) }],
  ] as const)('%s', (_, inputs, attributes) =>
    checkOperator('Attention', inputs, {
      attributes: { ...counts, ...attributes },
      domain: '',
      opset: 23,
    }),
  );
});

describe('com.microsoft Attention', () => {
  const weights = randomTensor([12, 36], 6, { low: -0.4, high: 0.4 });
  const bias = randomTensor([36], 7);
  it.each([
    ['no mask', { x }, { weights, bias }, {}],
    ['scaled', { x }, { weights, bias }, { scale: float(0.2) }],
    ['weights that are inputs', { x, weights, bias }, {}, {}],
    ['valid lengths', { x }, { weights, bias, lengths }, {}],
    ['a mask of tokens', { x }, { weights, bias, mask2 }, {}],
    ['a mask of pairs', { x }, { weights, bias, mask3 }, {}],
    ['a causal mask', { x }, { weights, bias }, { unidirectional: 1 }],
  ] as const)('%s', (_, inputs, constants, attributes) =>
    checkOperator('Attention', inputs, { constants, attributes: { ...heads, ...attributes } }),
  );
  it('values of another width, and a bias of scores', () =>
    checkOperator(
      'Attention',
      { x, bias4 },
      {
        constants: { weights: randomTensor([12, 30], 6), bias: randomTensor([30], 7) },
        names: ['x', 'weights', 'bias', '', '', 'bias4'],
        attributes: { ...heads, qkv_hidden_sizes: [12, 12, 6] },
      },
    ));
  it('no bias, as a bias of zeros', async () => {
    const attend = (names: readonly string[]) => [
      node('Attention', names, ['z'], heads, 'com.microsoft'),
    ];
    const inputs = { x };
    // onnxruntime 1.30.0 crashes on it without a bias.
    const constants = { weights, zeros: zerosOf([36]) };
    const reference = { inputs, constants, nodes: attend(['x', 'weights', 'zeros']) };
    const nodes = attend(['x', 'weights']);
    await assertSameValues({ inputs, constants, nodes }, { reference, tolerance: 2e-6 });
  });
});

describe('com.microsoft MultiHeadAttention', () => {
  const qkv = { x, y, w };
  it.each([
    ['plain', ['x', 'y', 'w'], qkv, {}],
    ['packed bias', ['x', 'y', 'w', 'bias'], { ...qkv, bias: randomTensor([36], 7) }, {}],
    ['mask of tokens', ['x', 'y', 'w', '', 'mask2'], { ...qkv, mask2 }, {}],
    ['valid lengths', ['x', 'y', 'w', '', 'lengths'], { ...qkv, lengths }, {}],
    ['bias of scores', ['x', 'y', 'w', '', '', 'bias4'], { ...qkv, bias4 }, { scale: float(0.3) }],
    ['causal', ['x', 'y', 'w'], qkv, { unidirectional: 1 }],
    [
      'cross',
      ['x', 'k', 'v'],
      { x, k: randomTensor([2, 7, 12], 4), v: randomTensor([2, 7, 6], 5) },
      {},
    ],
  ] as const)('%s', (_, names, inputs, attributes) =>
    checkOperator('MultiHeadAttention', inputs, { names, attributes: { ...heads, ...attributes } }),
  );
  it('taken apart from packed operands as from separate ones', async () => {
    const packed = randomTensor([2, 5, 3, 3, 4], 3);
    const part = (i: number) => ({
      ...x,
      data: Float32Array.from({ length: 120 }, (_, at) => {
        const [token, feature] = [Math.floor(at / 12), at % 12];
        return packed.data[(token * 3 + Math.floor(feature / 4)) * 12 + i * 4 + (feature % 4)] ?? 0;
      }),
    });
    const [q, k, v] = [part(0), part(1), part(2)];
    const inputs = { packed, q, k, v };
    const attend = (names: readonly string[]) =>
      node('MultiHeadAttention', names, ['z'], heads, 'com.microsoft');
    // The CPU kernel takes no packed operands, so the separate ones are the reference.
    await assertSameValues(
      { inputs, nodes: [attend(['packed'])] },
      { reference: { inputs, nodes: [attend(['q', 'k', 'v'])] }, tolerance: 2e-6 },
    );
  });
});

describe('rotary positions', () => {
  const caches = { cos: randomTensor([9, 2], 4), sin: randomTensor([9, 2], 5) };
  const positions = tensor(
    'int64',
    [2, 5],
    BigInt64Array.of(0n, 1n, 2n, 3n, 4n, 4n, 3n, 2n, 1n, 0n),
  );
  const offset = tensor('int64', [1], BigInt64Array.of(2n));
  const four = randomTensor([2, 3, 5, 4], 6);
  it.each([
    ['tokens', { x, positions, ...caches }, {}],
    ['an offset', { x, offset, ...caches }, {}],
    ['neighbours', { x, positions, ...caches }, { interleaved: 1 }],
    ['heads', { four, positions, ...caches }, {}],
    [
      'some features',
      { x, positions, cos: randomTensor([9, 1], 4), sin: randomTensor([9, 1], 5) },
      { rotary_embedding_dim: 2, ...heads },
    ],
  ] as const)('com.microsoft RotaryEmbedding of %s', (_, inputs, attributes) =>
    checkOperator('RotaryEmbedding', inputs, { attributes }),
  );
});

describe('com.microsoft GroupQueryAttention', () => {
  const last = int32([2], [4, 4]);
  const total = int32([], [5]);
  const key = randomTensor([2, 5, 16], 4);
  const value = randomTensor([2, 5, 16], 5);
  const query = randomTensor([2, 5, 64], 6);
  const cos = randomTensor([9, 8], 7);
  const sin = randomTensor([9, 8], 8);
  const counts = { num_heads: 4, kv_num_heads: 1 };
  const names = ['query', 'key', 'value', '', '', 'last', 'total'];
  const inputs = { query, key, value, last, total };
  it.each([
    ['plain', {}],
    ['a window', { local_window_size: 2 }],
    ['capped scores', { softcap: float(0.5) }],
  ] as const)('%s', (_, attributes) =>
    checkOperator('GroupQueryAttention', inputs, {
      names,
      attributes: { ...counts, ...attributes },
      outputs: ['z', 'k', 'v'],
    }),
  );
  it.each([0, 1])('rotary, interleaved %s', (rotary_interleaved) =>
    checkOperator(
      'GroupQueryAttention',
      { ...inputs, cos, sin },
      {
        names: [...names, 'cos', 'sin'],
        attributes: { ...counts, do_rotary: 1, rotary_interleaved },
        outputs: ['z', 'k', 'v'],
      },
    ),
  );
  it('packed', () =>
    checkOperator(
      'GroupQueryAttention',
      { packed: randomTensor([2, 5, 96], 6), last, total },
      {
        names: ['packed', '', '', '', '', 'last', 'total'],
        attributes: counts,
        outputs: ['z', 'k', 'v'],
      },
    ));
});

describe('what has no decomposition', () => {
  it('stays as it is: attention with a past', async () => {
    const past = randomTensor([2, 2, 3, 1, 4], 3);
    const inputs = { x, weights: randomTensor([12, 36], 6), bias: randomTensor([36], 7), past };
    const names = ['x', 'weights', 'bias', '', 'past'];
    const nodes = [node('Attention', names, ['z', 'present'], heads, 'com.microsoft')];
    const canonical = await assertSameValues({ inputs, nodes });
    expect(operatorsOf(canonical)).toEqual(['com.microsoft.Attention']);
  });
});
