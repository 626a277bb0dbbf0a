/** Reproducible random tensors: a test that fails must fail again. */
import { elementCount } from '../../src/tensor/create.js';
import type { Tensor } from '../../src/tensor/tensor.js';

export interface RandomOptions {
  /** Uniform on [low, high); −1 to 1 unless told. */
  readonly low?: number;
  readonly high?: number;
  /** Least distance from zero: keeps away from the kinks of Relu, Abs and their like. */
  readonly away?: number;
}

/** mulberry32 (Tommy Ettinger, public domain): uniform on [0, 1). */
export function randomNumbers(seed: number): () => number {
  let state = (seed * 2654435761) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** float32 [dims]. The same arguments give the same tensor. */
export function randomTensor(
  dims: readonly number[],
  seed: number,
  { low = -1, high = 1, away = 0 }: RandomOptions = {},
): Tensor<'float32'> {
  const next = randomNumbers(seed);
  const draw = () => {
    for (;;) {
      const value = low + (high - low) * next();
      if (Math.abs(value) >= away) return value;
    }
  };
  const data = Float32Array.from({ length: elementCount(dims) }, draw);
  return { dtype: 'float32', dims, data };
}

/** int64 [dims], uniform on low .. high − 1. */
export function randomIntegers(
  dims: readonly number[],
  seed: number,
  low: number,
  high: number,
): Tensor<'int64'> {
  const next = randomNumbers(seed);
  const draw = () => BigInt(low + Math.floor((high - low) * next()));
  return { dtype: 'int64', dims, data: BigInt64Array.from({ length: elementCount(dims) }, draw) };
}

/**
 * float32 [dims] of multiples of 1/8 in [−1, 1], none of them zero: adding a power of two times
 * such a direction rounds little, whatever the magnitude of the point.
 */
export function randomDirection(dims: readonly number[], seed: number): Tensor<'float32'> {
  const { data } = randomTensor(dims, seed, { away: 1 / 16 });
  return {
    dtype: 'float32',
    dims,
    data: data.map(
      (value) => Math.sign(value) * Math.max(1, Math.round(Math.abs(value) * 8)) * 0.125,
    ),
  };
}
