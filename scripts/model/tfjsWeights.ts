import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { elementCount } from '../../src/tensor/create.js';

/** A float tensor stored as bytes: value = q · scale + min. */
export interface QuantisedTensor {
  readonly dims: readonly number[];
  readonly q: Uint8Array;
  readonly scale: number;
  readonly min: number;
}

/** What we read of an entry of `weightsManifest` in a TensorFlow.js `model.json`. */
interface ManifestEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly quantization?: { readonly dtype: string; readonly scale: number; readonly min: number };
}

interface GraphModel {
  readonly weightsManifest: readonly {
    readonly paths: readonly string[];
    readonly weights: readonly ManifestEntry[];
  }[];
}

/**
 * The uint8 weights of a TensorFlow.js graph model by name. The files of a manifest group hold
 * its tensors back to back, in the order listed
 * (https://github.com/tensorflow/tfjs/blob/master/tfjs-core/src/io/types.ts, WeightsManifestConfig).
 */
export function readTfjsWeights(folder: string): ReadonlyMap<string, QuantisedTensor> {
  const model = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8')) as GraphModel;
  const weights = new Map<string, QuantisedTensor>();
  for (const group of model.weightsManifest) {
    const bytes = Buffer.concat(group.paths.map((path) => readFileSync(join(folder, path))));
    let offset = 0;
    for (const { name, shape, dtype, quantization } of group.weights) {
      const size = quantization?.dtype === 'uint8' ? 1 : dtype === 'int32' ? 4 : undefined;
      if (size === undefined) {
        throw new Error(`Model weights: expected uint8 or int32, got ${dtype} for ${name}`);
      }
      const end = offset + elementCount(shape) * size;
      if (quantization !== undefined) {
        const { scale, min } = quantization;
        weights.set(name, { dims: shape, q: bytes.subarray(offset, end), scale, min });
      }
      offset = end;
    }
    if (offset !== bytes.length) {
      throw new Error(
        `Model weights: expected ${String(offset)} bytes in ${folder}, got ${String(bytes.length)}`,
      );
    }
  }
  return weights;
}

/** The values themselves, rounded once to float32. */
export function dequantise({ q, scale, min }: QuantisedTensor): Float32Array {
  return Float32Array.from(q, (value) => value * scale + min);
}
