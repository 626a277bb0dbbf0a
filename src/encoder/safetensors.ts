/**
 * The safetensors format: 8 bytes little-endian header length, a JSON header, the tensors' bytes.
 * https://huggingface.co/docs/safetensors
 */
import { float32, tensorFromBytes } from '../tensor/create.js';
import { halvesToFloats } from '../tensor/half.js';
import type { Tensor } from '../tensor/tensor.js';
import { ModelError } from './modelError.js';

/** Far above any dense layer's header; a larger length means that this is no safetensors file. */
const LONGEST_HEADER = 2 ** 20;

/**
 * One tensor as float32, undefined when the file has none of that name.
 * Throws ModelError where the bytes are no safetensors file or the type is not a float.
 */
export function readSafetensor(bytes: Uint8Array, name: string): Tensor<'float32'> | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.byteLength >= 8 ? Number(view.getBigUint64(0, true)) : Infinity;
  if (length > Math.min(LONGEST_HEADER, bytes.byteLength - 8)) {
    throw new ModelError('Model: expected a safetensors file, got other or truncated bytes');
  }
  const entry = entryOf(bytes.subarray(8, 8 + length), name);
  if (!entry) return undefined;
  const data = bytes.subarray(8 + length + entry.begin, 8 + length + entry.end);
  if (data.byteLength !== entry.end - entry.begin) {
    throw new ModelError(`Model: expected all of tensor ${name}, got a truncated file`);
  }
  if (entry.dtype === 'F32') return tensorFromBytes('float32', entry.shape, data);
  if (entry.dtype === 'F16') {
    const halves = tensorFromBytes('float16', entry.shape, data);
    return float32(entry.shape, halvesToFloats(halves.data));
  }
  throw new ModelError(`Model: expected float32 or float16 for ${name}, got ${entry.dtype}`);
}

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

function entryOf(header: Uint8Array, name: string): Entry | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder().decode(header));
  } catch (error) {
    throw new ModelError('Model: expected a JSON header in the safetensors file, got other bytes', {
      cause: error,
    });
  }
  const entry = (parsed as Record<string, unknown> | null)?.[name];
  if (typeof entry !== 'object' || entry === null) return undefined;
  const { dtype, shape, data_offsets: offsets } = entry as Record<string, unknown>;
  const sizes = (value: unknown): value is readonly number[] =>
    Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
  if (typeof dtype === 'string' && sizes(shape) && sizes(offsets)) {
    const [begin = 0, end = 0] = offsets;
    return { dtype, shape, begin, end };
  }
  throw new ModelError(`Model: expected type, shape and place of tensor ${name}, got others`);
}
