import { bytesOf, elementCount, elementSize, tensor, tensorFromBytes } from '../tensor/create.js';
import type { DataType, Tensor } from '../tensor/tensor.js';
import { dataTypeOf, elementTypeCode, elementTypeName } from './elementType.js';
import { assertInsideFolder, type ExternalData } from './externalLocation.js';
import { EntryField, TensorField } from './fields.js';
import { OnnxError } from './OnnxError.js';
import { ProtoReader } from './ProtoReader.js';
import type { ProtoWriter } from './ProtoWriter.js';

/** What TensorProto holds, before its data is given a type. */
interface Fields {
  name: string;
  dims: number[];
  typeCode: number;
  raw: Uint8Array | undefined;
  floats: number[];
  doubles: number[];
  ints: number[];
  int64s: bigint[];
  uint64s: bigint[];
  external: Map<string, string> | undefined;
}

export interface NamedTensor {
  readonly name: string;
  readonly tensor: Tensor;
}

/**
 * A TensorProto file (`input_0.pb` of the ONNX backend tests). Raw data is viewed, not copied,
 * where aligned.
 * @throws OnnxError
 */
export function readTensor(bytes: Uint8Array): Tensor {
  return readTensorProto(new ProtoReader(bytes, 'tensor'), undefined).tensor;
}

/** The TensorProto the reader stands in, to its end. */
export function readTensorProto(
  reader: ProtoReader,
  externalData: ExternalData | undefined,
): NamedTensor {
  const fields: Fields = {
    name: '',
    dims: [],
    typeCode: 0,
    raw: undefined,
    floats: [],
    doubles: [],
    ints: [],
    int64s: [],
    uint64s: [],
    external: undefined,
  };
  const entries = new Map<string, string>();
  reader.fields((field) => {
    switch (field) {
      case TensorField.name:
        fields.name = reader.string();
        break;
      case TensorField.dims:
        reader.ints(fields.dims);
        break;
      case TensorField.dataType:
        fields.typeCode = reader.int();
        break;
      case TensorField.rawData:
        fields.raw = reader.bytes();
        break;
      case TensorField.floatData:
        reader.floats(fields.floats);
        break;
      case TensorField.doubleData:
        reader.doubles(fields.doubles);
        break;
      case TensorField.int32Data:
        reader.ints(fields.ints);
        break;
      case TensorField.int64Data:
        reader.bigInts(fields.int64s);
        break;
      case TensorField.uint64Data:
        reader.bigInts(fields.uint64s);
        break;
      case TensorField.externalData:
        readEntry(reader, entries);
        break;
      case TensorField.dataLocation:
        fields.external = reader.int() === 1 ? entries : undefined;
        break;
      case TensorField.segment:
        throw new OnnxError('a whole tensor', 'a segment of one', reader.where);
    }
  });
  const where = fields.name === '' ? reader.where : `tensor ${JSON.stringify(fields.name)}`;
  return { name: fields.name, tensor: typed(fields, where, externalData) };
}

/** Writes a TensorProto: raw data, by reference. */
export function writeTensorProto(writer: ProtoWriter, name: string, value: Tensor): void {
  writer.ints(TensorField.dims, value.dims);
  writer.int(TensorField.dataType, elementTypeCode[value.dtype]);
  if (name !== '') writer.string(TensorField.name, name);
  writer.bytes(TensorField.rawData, bytesOf(value));
}

/** Reads a StringStringEntryProto into `into`. */
export function readEntry(reader: ProtoReader, into: Map<string, string>): void {
  let key = '';
  let value = '';
  reader.message('entry', () => {
    reader.fields((field) => {
      if (field === EntryField.key) key = reader.string();
      if (field === EntryField.value) value = reader.string();
    });
  });
  into.set(key, value);
}

function typed(fields: Fields, where: string, externalData: ExternalData | undefined): Tensor {
  const dtype = dataTypeOf(fields.typeCode);
  if (dtype === undefined) {
    throw new OnnxError(
      'a tensor of floats, doubles, halves, integers of 8 to 64 bits or booleans',
      elementTypeName(fields.typeCode),
      where,
    );
  }
  const { dims } = fields;
  const byteLength = elementCount(dims) * elementSize[dtype];
  // Nothing is allocated from dims alone: every path below compares them with data that is there.
  if (dims.some((dim) => dim < 0) || !Number.isSafeInteger(byteLength)) {
    throw new OnnxError('dimensions of a tensor in memory', `[${dims.join(', ')}]`, where);
  }
  if (fields.external !== undefined) {
    const bytes = external(fields.external, byteLength, where, externalData);
    return fromBytes(dtype, dims, bytes, where);
  }
  if (fields.raw !== undefined) return fromBytes(dtype, dims, fields.raw, where);
  return fromValues(dtype, fields, where);
}

function fromBytes(
  dtype: DataType,
  dims: readonly number[],
  bytes: Uint8Array,
  where: string,
): Tensor {
  const expected = elementCount(dims) * elementSize[dtype];
  if (bytes.byteLength !== expected) {
    throw new OnnxError(
      `${String(expected)} bytes of ${dtype} [${dims.join(', ')}]`,
      String(bytes.byteLength),
      where,
    );
  }
  const loose = dtype === 'bool' && bytes.some((byte) => byte > 1);
  return tensorFromBytes(dtype, dims, loose ? bytes.map((byte) => Math.min(byte, 1)) : bytes);
}

/** Data in the typed fields; which of them is onnx.proto's table of types. */
function fromValues(dtype: DataType, fields: Fields, where: string): Tensor {
  const { dims } = fields;
  const checked = <V extends { readonly length: number }>(values: V): V => {
    if (values.length === elementCount(dims)) return values;
    throw new OnnxError(
      `${String(elementCount(dims))} elements of ${dtype} [${dims.join(', ')}]`,
      String(values.length),
      where,
    );
  };
  switch (dtype) {
    case 'float32':
      return tensor(dtype, dims, Float32Array.from(checked(fields.floats)));
    case 'float64':
      return tensor(dtype, dims, Float64Array.from(checked(fields.doubles)));
    case 'float16':
    case 'uint16':
      return tensor(dtype, dims, Uint16Array.from(checked(fields.ints)));
    case 'int8':
      return tensor(dtype, dims, Int8Array.from(checked(fields.ints)));
    case 'uint8':
      return tensor(dtype, dims, Uint8Array.from(checked(fields.ints)));
    case 'int16':
      return tensor(dtype, dims, Int16Array.from(checked(fields.ints)));
    case 'int32':
      return tensor(dtype, dims, Int32Array.from(checked(fields.ints)));
    case 'bool':
      return tensor(
        dtype,
        dims,
        Uint8Array.from(checked(fields.ints), (v) => (v === 0 ? 0 : 1)),
      );
    // The bits are read unsigned; BigInt64Array takes them modulo 2^64.
    case 'int64':
      return tensor(dtype, dims, BigInt64Array.from(checked(fields.int64s)));
    case 'uint32':
      return tensor(dtype, dims, Uint32Array.from(checked(fields.uint64s), Number));
    case 'uint64':
      return tensor(dtype, dims, BigUint64Array.from(checked(fields.uint64s)));
  }
}

function external(
  entries: ReadonlyMap<string, string>,
  byteLength: number,
  where: string,
  externalData: ExternalData | undefined,
): Uint8Array {
  const location = entries.get('location') ?? '';
  assertInsideFolder(location, where);
  const offset = wholeNumber(entries.get('offset') ?? '0', 'offset', where);
  const length = wholeNumber(entries.get('length') ?? String(byteLength), 'length', where);
  if (length !== byteLength) {
    throw new OnnxError(`external data of ${String(byteLength)} bytes`, String(length), where);
  }
  if (externalData === undefined) {
    throw new OnnxError(
      'all weights in the file itself',
      `external data in ${JSON.stringify(location)}`,
      where,
    );
  }
  // An empty tensor needs no file.
  return byteLength === 0 ? new Uint8Array() : externalData(location, offset, byteLength);
}

function wholeNumber(text: string, part: string, where: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (Number.isSafeInteger(value)) return value;
  throw new OnnxError(`a whole number as external data ${part}`, JSON.stringify(text), where);
}
