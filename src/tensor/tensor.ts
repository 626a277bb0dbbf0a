/** Dense row-major tensors, the only bulk data that crosses folders. */

export interface DataArrays {
  float32: Float32Array;
  float64: Float64Array;
  /** Raw IEEE half bits; see `halfToFloat`. */
  float16: Uint16Array;
  int8: Int8Array;
  uint8: Uint8Array;
  int16: Int16Array;
  uint16: Uint16Array;
  int32: Int32Array;
  uint32: Uint32Array;
  int64: BigInt64Array;
  uint64: BigUint64Array;
  /** One byte an element, 0 or 1. */
  bool: Uint8Array;
}

export type DataType = keyof DataArrays;

/** Invariant: data.length is the product of dims. */
export type Tensor<T extends DataType = DataType> = {
  [K in T]: { readonly dtype: K; readonly dims: readonly number[]; readonly data: DataArrays[K] };
}[T];
