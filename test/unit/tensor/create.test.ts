import { describe, expect, it } from 'vitest';
import {
  bytesOf,
  elementCount,
  elementSize,
  float32,
  int64,
  tensor,
  tensorFromBytes,
} from '../../../src/tensor/create.js';
import type { DataType } from '../../../src/tensor/tensor.js';

const dtypes = Object.keys(elementSize) as DataType[];

describe('tensors', () => {
  it('count their elements: one for a scalar, none with an empty dimension', () => {
    expect(elementCount([])).toBe(1);
    expect(elementCount([2, 3, 4])).toBe(24);
    expect(elementCount([2, 0, 4])).toBe(0);
  });

  it('take typed arrays over and copy lists', () => {
    const floats = Float32Array.of(1, 2);
    expect(float32([2], floats).data).toBe(floats);
    expect(float32([1, 2], [0.1, 2])).toEqual({
      dtype: 'float32',
      dims: [1, 2],
      data: Float32Array.of(0.1, 2),
    });
    const integers = BigInt64Array.of(1n);
    expect(int64([], integers).data).toBe(integers);
    expect(int64([3], [1, 2n ** 62n, -3]).data).toEqual(BigInt64Array.of(1n, 2n ** 62n, -3n));
  });

  it('refuse data of another length', () => {
    expect(() => tensor('int8', [2, 2], new Int8Array(3))).toThrow(
      'Tensor: expected 4 elements for [2, 2], got 3',
    );
    expect(() => tensorFromBytes('float32', [2], new Uint8Array(7))).toThrow(
      'Tensor: expected 8 bytes for float32 [2], got 7',
    );
  });

  it.each(dtypes)('%s: bytes and back, aligned or not', (dtype) => {
    const size = elementSize[dtype];
    const bytes = Uint8Array.from({ length: 3 * size }, (_, i) => (dtype === 'bool' ? 1 : i));
    for (const shift of [0, 1]) {
      const memory = new Uint8Array(shift + bytes.length);
      memory.set(bytes, shift);
      const value = tensorFromBytes(dtype, [3], memory.subarray(shift));
      expect(value.dtype).toBe(dtype);
      expect(value.data).toHaveLength(3);
      expect(bytesOf(value)).toEqual(bytes);
      expect(value.data.buffer === memory.buffer).toBe(shift % size === 0);
    }
  });

  it('bytes are a view: writing to them writes to the tensor', () => {
    const value = float32([1], [0]);
    bytesOf(value).set([0, 0, 0x80, 0x3f]);
    expect(value.data[0]).toBe(1);
  });
});
