/** Quantised operators against the float network with the same, dequantised weights. */
import { describe, expect, it } from 'vitest';
import { float32, tensor } from '../../../../src/tensor/create.js';
import type { Tensor } from '../../../../src/tensor/tensor.js';
import { assertSameValues, operatorsOf } from '../../../support/canonicalValues.js';
import { randomNumbers, randomTensor } from '../../../support/randomTensor.js';
import { type NodeAttributes, node } from '../../../support/smallGraph.js';

const x = randomTensor([2, 3, 8], 1);
const MICROSOFT = 'com.microsoft';

/** Whole numbers low .. high − 1. */
function integers(count: number, low: number, high: number, seed = 1): number[] {
  const next = randomNumbers(seed);
  return Array.from({ length: count }, () => low + Math.floor((high - low) * next()));
}

const int8 = (dims: readonly number[], values: readonly number[]) =>
  tensor('int8', dims, Int8Array.from(values));
const uint8 = (dims: readonly number[], values: readonly number[]) =>
  tensor('uint8', dims, Uint8Array.from(values));

/** float32 [rows, columns] from integers, zero point and scale of each column. */
function matrix(
  values: readonly number[],
  columns: number,
  zero: (column: number) => number,
  scale: (column: number) => number,
) {
  const real = values.map((v, i) => (v - zero(i % columns)) * Math.fround(scale(i % columns)));
  return float32([values.length / columns, columns], real);
}

const values = integers(8 * 5, -128, 128);
const zeros = integers(5, -3, 4, 2);
const scales = [0.01, 0.02, 0.005, 0.03, 0.015];

/** x times a float matrix, plus a bias where there is one. */
const product = (weights: Tensor, bias?: Tensor) => ({
  inputs: { x },
  constants: { weights, ...(bias ? { bias } : {}) },
  nodes: bias
    ? [node('MatMul', ['x', 'weights'], ['p']), node('Add', ['p', 'bias'], ['z'])]
    : [node('MatMul', ['x', 'weights'], ['z'])],
});

describe('DequantizeLinear of constants', () => {
  const check = async (
    q: Tensor,
    constants: Readonly<Record<string, Tensor>>,
    attributes: NodeAttributes = {},
  ) => {
    const names = ['q', ...Object.keys(constants)];
    const nodes = [node('DequantizeLinear', names, ['w'], attributes), node('Neg', ['w'], ['z'])];
    const canonical = await assertSameValues({ inputs: {}, nodes, constants: { q, ...constants } });
    expect(operatorsOf(canonical)).toEqual(['Neg']);
    expect(canonical.quantisation).toBe('int8');
  };
  it('one scale', () =>
    check(int8([8, 5], values), { s: float32([], [0.1]), zero: int8([], [3]) }));
  it('one scale, no zero point', () => check(int8([8, 5], values), { s: float32([], [0.1]) }));
  it('unsigned', () =>
    check(uint8([3], [0, 128, 255]), { s: float32([], [0.1]), zero: uint8([], [128]) }));
  it.each([
    [0, 8],
    [1, 5],
    [-1, 5],
  ])('scales along axis %s', (axis, size) =>
    check(
      int8([8, 5], values),
      { s: randomTensor([size], 3), zero: int8([size], integers(size, -3, 4)) },
      { axis },
    ),
  );
  it('blocks of scales', () =>
    check(
      int8([8, 5], values),
      { s: randomTensor([2, 5], 3), zero: int8([2, 5], integers(10, -3, 4)) },
      { axis: 0, block_size: 4 },
    ));
});

describe('quantised embedding tables', () => {
  const table = { q: int8([8, 5], values), s: float32([], [0.1]), zero: int8([], [3]) };
  const ids = tensor('int64', [1, 3], BigInt64Array.of(7n, 0n, 2n));
  it('stay integers where they are only looked up', async () => {
    const nodes = [
      node('DequantizeLinear', ['q', 's', 'zero'], ['w']),
      node('Gather', ['w', 'ids'], ['z']),
    ];
    const canonical = await assertSameValues({ inputs: { ids }, nodes, constants: table });
    expect(operatorsOf(canonical)).toEqual(['Gather', 'DequantizeLinear']);
    expect(canonical.model.graph.initializers.get('q')?.dtype).toBe('int8');
  });
});

describe('quantised activations', () => {
  it('QuantizeLinear and DequantizeLinear cancel', async () => {
    const constants = { s: float32([], [0.01]), zero: uint8([], [128]) };
    const nodes = [
      node('QuantizeLinear', ['x', 's', 'zero'], ['q']),
      node('DequantizeLinear', ['q', 's', 'zero'], ['d']),
      node('Neg', ['d'], ['z']),
    ];
    const reference = { inputs: { x }, nodes: [node('Neg', ['x'], ['z'])] };
    const canonical = await assertSameValues({ inputs: { x }, nodes, constants }, { reference });
    expect(operatorsOf(canonical)).toEqual(['Neg']);
  });

  it.each(['dynamic', 'static'])('MatMulInteger of %s activations', async (kind) => {
    const constants = {
      w: int8([8, 5], values),
      wz: int8([5], zeros),
      ws: float32([5], scales),
      s: float32([], [0.01]),
      zero: uint8([], [128]),
    };
    const nodes = [
      kind === 'dynamic'
        ? node('DynamicQuantizeLinear', ['x'], ['q', 'qs', 'qz'])
        : node('QuantizeLinear', ['x', 's', 'zero'], ['q']),
      node('MatMulInteger', ['q', 'w', kind === 'dynamic' ? 'qz' : 'zero', 'wz'], ['p']),
      node('Cast', ['p'], ['f'], { to: 1 }),
      node('Mul', [kind === 'dynamic' ? 'qs' : 's', 'ws'], ['both']),
      node('Mul', ['f', 'both'], ['z']),
    ];
    const weights = matrix(
      values,
      5,
      (c) => zeros[c] ?? 0,
      (c) => scales[c] ?? 0,
    );
    const reference = product(weights);
    const small = { inputs: { x }, nodes, constants };
    const canonical = await assertSameValues(small, { reference, tolerance: 2e-6 });
    // The weights carry their scales; nothing is multiplied at run time.
    if (kind === 'dynamic') expect(operatorsOf(canonical)).toEqual(['MatMul']);
    expect(canonical.quantisation).toBe('int8');
  });

  it('MatMulIntegerToFloat and DynamicQuantizeMatMul', async () => {
    const constants = {
      w: int8([8, 5], values),
      ws: float32([5], scales),
      wz: int8([5], zeros),
      bias: randomTensor([5], 3),
    };
    const weights = matrix(
      values,
      5,
      (c) => zeros[c] ?? 0,
      (c) => scales[c] ?? 0,
    );
    const reference = product(weights, constants.bias);
    const toFloat = [
      node('DynamicQuantizeLinear', ['x'], ['q', 'qs', 'qz']),
      node(
        'MatMulIntegerToFloat',
        ['q', 'w', 'qs', 'ws', 'qz', 'wz', 'bias'],
        ['z'],
        {},
        MICROSOFT,
      ),
    ];
    const dynamic = [
      node('DynamicQuantizeMatMul', ['x', 'w', 'ws', 'wz', 'bias'], ['z'], {}, MICROSOFT),
    ];
    for (const nodes of [toFloat, dynamic]) {
      await assertSameValues({ inputs: { x }, nodes, constants }, { reference, tolerance: 2e-6 });
    }
  });

  it('QLinearMatMul between QuantizeLinear and DequantizeLinear', async () => {
    const constants = {
      w: int8([8, 5], values),
      s: float32([], [0.01]),
      zero: int8([], [0]),
      ws: float32([], [0.02]),
    };
    const nodes = [
      node('QuantizeLinear', ['x', 's', 'zero'], ['q']),
      node('QLinearMatMul', ['q', 's', 'zero', 'w', 'ws', 'zero', 's', 'zero'], ['p']),
      node('DequantizeLinear', ['p', 's', 'zero'], ['z']),
    ];
    const reference = product(
      matrix(
        values,
        5,
        () => 0,
        () => 0.02,
      ),
    );
    await assertSameValues({ inputs: { x }, nodes, constants }, { reference, tolerance: 2e-6 });
  });

  it('QAttention', async () => {
    const w = integers(8 * 24, -128, 128);
    const bias = randomTensor([24], 4);
    const mask = tensor('int32', [2, 3], Int32Array.of(1, 1, 1, 1, 1, 0));
    const constants = {
      w: int8([8, 24], w),
      ws: float32([], [0.004]),
      wz: int8([], [2]),
      bias,
      mask,
    };
    const names = ['q', 'w', 'bias', 'qs', 'ws', 'mask', 'qz', 'wz'];
    const nodes = [
      node('DynamicQuantizeLinear', ['x'], ['q', 'qs', 'qz']),
      node('QAttention', names, ['z'], { num_heads: 2 }, MICROSOFT),
    ];
    const weights = matrix(
      w,
      24,
      () => 2,
      () => 0.004,
    );
    const reference = {
      inputs: { x },
      constants: { weights, bias, mask },
      nodes: [
        node('Attention', ['x', 'weights', 'bias', 'mask'], ['z'], { num_heads: 2 }, MICROSOFT),
      ],
    };
    await assertSameValues({ inputs: { x }, nodes, constants }, { reference, tolerance: 2e-6 });
  });
});
