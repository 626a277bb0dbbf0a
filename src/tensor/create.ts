import type { DataArrays, DataType, Tensor } from './tensor.js';

type ArrayType<K extends DataType> = new (
  buffer: ArrayBufferLike,
  byteOffset?: number,
  length?: number,
) => DataArrays[K];

const arrayTypes: { readonly [K in DataType]: ArrayType<K> } = {
  float32: Float32Array,
  float64: Float64Array,
  float16: Uint16Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
  bool: Uint8Array,
};

/** Bytes an element takes, in memory as in ONNX raw data. */
export const elementSize: Readonly<Record<DataType, 1 | 2 | 4 | 8>> = {
  float32: 4,
  float64: 8,
  float16: 2,
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  int64: 8,
  uint64: 8,
  bool: 1,
};

/** Product of `dims`; 1 for a scalar (no dims). */
export function elementCount(dims: readonly number[]): number {
  return dims.reduce((product, dim) => product * dim, 1);
}

/**
 * A tensor of any data type. Takes `data` over without copying.
 * @throws RangeError when `data` does not have the product of `dims` elements.
 */
export function tensor<K extends DataType>(
  dtype: K,
  dims: readonly number[],
  data: DataArrays[K],
): Tensor<K> {
  if (data.length !== elementCount(dims)) {
    throw new RangeError(
      `Tensor: expected ${String(elementCount(dims))} elements for [${dims.join(', ')}], ` +
        `got ${String(data.length)}`,
    );
  }
  return { dtype, dims, data };
}

/** float32 [dims]; a `Float32Array` is taken over, other numbers are copied and rounded. */
export function float32(dims: readonly number[], data: ArrayLike<number>): Tensor<'float32'> {
  return tensor('float32', dims, data instanceof Float32Array ? data : Float32Array.from(data));
}

/** int64 [dims]; a `BigInt64Array` is taken over, other values (integers) are copied. */
export function int64(
  dims: readonly number[],
  values: BigInt64Array | Iterable<number | bigint>,
): Tensor<'int64'> {
  const data =
    values instanceof BigInt64Array
      ? values
      : BigInt64Array.from(Array.from(values, (value) => BigInt(value)));
  return tensor('int64', dims, data);
}

/**
 * A tensor over little-endian `bytes`: a view where they are aligned for the element type, a copy
 * otherwise. A view sees later changes of `bytes`, and keeps their whole buffer alive.
 * @throws RangeError when the byte length is not that of `dims`.
 */
export function tensorFromBytes<K extends DataType>(
  dtype: K,
  dims: readonly number[],
  bytes: Uint8Array,
): Tensor<K> {
  const size = elementSize[dtype];
  const count = elementCount(dims);
  if (bytes.byteLength !== count * size) {
    throw new RangeError(
      `Tensor: expected ${String(count * size)} bytes for ${dtype} [${dims.join(', ')}], ` +
        `got ${String(bytes.byteLength)}`,
    );
  }
  const aligned = bytes.byteOffset % size === 0 ? bytes : Uint8Array.from(bytes);
  return tensor(dtype, dims, new arrayTypes[dtype](aligned.buffer, aligned.byteOffset, count));
}

/** The elements as little-endian bytes: a view on the same memory, no copy. */
export function bytesOf(value: Tensor): Uint8Array {
  return new Uint8Array(value.data.buffer, value.data.byteOffset, value.data.byteLength);
}
