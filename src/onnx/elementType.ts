import type { DataType } from '../tensor/tensor.js';

/** TensorProto.DataType by our name, for every type a `Tensor` can hold. */
export const elementTypeCode: Readonly<Record<DataType, number>> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  float64: 11,
  uint32: 12,
  uint64: 13,
};

const dataTypes = new Map(
  Object.entries(elementTypeCode).map(([dtype, code]) => [code, dtype as DataType]),
);

/** Names for messages only: types that no supported encoder computes with. */
const otherNames: Readonly<Record<number, string>> = {
  8: 'string',
  14: 'complex64',
  15: 'complex128',
  16: 'bfloat16',
  17: 'float8e4m3fn',
  18: 'float8e4m3fnuz',
  19: 'float8e5m2',
  20: 'float8e5m2fnuz',
  21: 'uint4',
  22: 'int4',
  23: 'float4e2m1',
};

/** Our data type for a TensorProto.DataType code, undefined for one a `Tensor` cannot hold. */
export function dataTypeOf(code: number): DataType | undefined {
  return dataTypes.get(code);
}

/** A readable name for any code. */
export function elementTypeName(code: number): string {
  return dataTypes.get(code) ?? otherNames[code] ?? `element type ${String(code)}`;
}
