/** Just enough arithmetic on float tensors for the checks, in float64. */
import { elementCount } from '../../src/tensor/create.js';
import { halvesToFloats } from '../../src/tensor/half.js';
import type { Tensor } from '../../src/tensor/tensor.js';

/** The elements as numbers. */
export function floatsOf(tensor: Tensor): ArrayLike<number> {
  if (tensor.dtype === 'float16') return halvesToFloats(tensor.data);
  return Array.from(tensor.data as ArrayLike<number | bigint>, Number);
}

/** Slice `k` along the first axis; with that axis kept (size 1) where told. */
export function sliceOf(tensor: Tensor | undefined, k: number, keep = false): Tensor<'float32'> {
  if (tensor?.dtype !== 'float32') {
    throw new Error(`Check: expected a float32 tensor, got ${tensor?.dtype ?? 'none'}`);
  }
  const rest = tensor.dims.slice(1);
  const size = elementCount(rest);
  const data = tensor.data.slice(k * size, (k + 1) * size);
  return { dtype: 'float32', dims: keep ? [1, ...rest] : rest, data };
}

/** float32 zeros [dims]. */
export function zerosOf(dims: readonly number[]): Tensor<'float32'> {
  return { dtype: 'float32', dims, data: new Float32Array(elementCount(dims)) };
}

export function sumOf(tensors: readonly (Tensor | undefined)[]): Tensor<'float32'> {
  const [first] = tensors;
  if (!first) throw new Error('Check: expected tensors to add up, got none');
  const data = new Float32Array(first.data.length);
  for (const tensor of tensors) {
    const terms = tensor ? floatsOf(tensor) : [];
    for (let i = 0; i < terms.length; i++) data[i] = (data[i] ?? 0) + (terms[i] ?? 0);
  }
  return { dtype: 'float32', dims: first.dims, data };
}

export function dot(a: Tensor, b: Tensor): number {
  const right = floatsOf(b);
  return Array.from(floatsOf(a)).reduce((total, value, i) => total + value * (right[i] ?? NaN), 0);
}

export const norm = (tensor: Tensor): number => Math.sqrt(dot(tensor, tensor));

export const largest = (tensor: Tensor): number =>
  Array.from(floatsOf(tensor)).reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** Largest |actual − expected| relative to the largest |expected| (or 1e-3, where all is smaller). */
export function distance(actual: Tensor, expected: Tensor): number {
  if (actual.dims.join() !== expected.dims.join()) return Infinity;
  const right = floatsOf(expected);
  const worst = Array.from(floatsOf(actual)).reduce((most, value, i) => {
    const other = right[i] ?? NaN;
    const gap = Object.is(value, other) || value === other ? 0 : Math.abs(value - other);
    return Number.isNaN(gap) ? Infinity : Math.max(most, gap);
  }, 0);
  const finite = Array.from(right).filter(Number.isFinite);
  const scale = finite.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
  return worst / scale;
}

/** Throws unless shapes agree and `distance` is within the tolerance. */
export function assertClose(
  actual: Tensor | undefined,
  expected: Tensor | undefined,
  tolerance: number,
  what: string,
): void {
  if (!actual || !expected) throw new Error(`Check: expected a value for ${what}, got none`);
  const gap = distance(actual, expected);
  if (gap <= tolerance) return;
  const show = (tensor: Tensor) =>
    `[${tensor.dims.join()}] ${Array.from(floatsOf(tensor)).slice(0, 8).join(' ')}`;
  throw new Error(
    `Check: expected ${what} within ${tolerance}, got ${gap}: ${show(actual)} instead of ${show(expected)}`,
  );
}
