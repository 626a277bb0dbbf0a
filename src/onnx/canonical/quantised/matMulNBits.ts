/**
 * com.microsoft MatMulNBits: weights [N, K] in blocks along K, 2, 4 or 8 bits each, low bits first.
 * https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md#com.microsoft.MatMulNBits
 *
 * Left alone where weights are not constant, prepacked for a device, or reordered by g_idx.
 */
import type { Tensor } from '../../../tensor/tensor.js';
import { addUp } from '../fused/support.js';
import type { Rewrite, Rewriting } from '../Rewriting.js';

export const matMulNBits: Rewrite = (node) => {
  const weights = unpackedWeights(node);
  if (!weights || node.has(4) || node.int('weight_prepacked', 0) !== 0) return undefined;
  const product = node.op('MatMul', [node.in(0), node.emit.tensor(weights)]);
  return [addUp(node, product, node.in(5))];
};

/** float32 [K, N]. */
function unpackedWeights(node: Rewriting): Tensor<'float32'> | undefined {
  const [packed, scales] = [node.constant(1), node.constant(2)];
  const zeroPoints = node.constant(3);
  const bits = node.int('bits', 4);
  if (packed?.dtype !== 'uint8' || scales?.dtype !== 'float32') return undefined;
  if (![2, 4, 8].includes(bits) || (node.has(3) && !zeroPoints)) return undefined;
  const [K, N, blockSize] = [node.int('K', 0), node.int('N', 0), node.int('block_size', 32)];
  const blocks = Math.ceil(K / blockSize);
  const zeroAt = zeroPointReader(zeroPoints, bits, blocks);
  const blockBytes = (blockSize * bits) / 8;
  // Sizes are attributes: nothing is allocated that the weights do not fill.
  if (packed.data.length !== N * blocks * blockBytes) return undefined;
  if (scales.data.length !== N * blocks) return undefined;
  const data = new Float32Array(K * N);
  for (let n = 0; n < N; n++) {
    for (let k = 0; k < K; k++) {
      const block = Math.floor(k / blockSize);
      const from = (n * blocks + block) * blockBytes;
      const integer = bitsAt(packed.data, from, k % blockSize, bits);
      const scale = scales.data[n * blocks + block] ?? 0;
      data[k * N + n] = (integer - zeroAt(n, block)) * scale;
    }
  }
  return { dtype: 'float32', dims: [K, N], data };
}

/** The `i`th unsigned integer of the given width, packed low bits first from byte `from` on. */
function bitsAt(bytes: Uint8Array, from: number, i: number, bits: number): number {
  const bit = i * bits;
  return ((bytes[from + (bit >> 3)] ?? 0) >> (bit & 7)) & ((1 << bits) - 1);
}

/** Zero points are packed like weights, a row at a time, or plain floats, or the middle. */
function zeroPointReader(
  zeroPoints: Tensor | undefined,
  bits: number,
  blocks: number,
): (n: number, block: number) => number {
  if (zeroPoints === undefined) return () => 1 << (bits - 1);
  if (zeroPoints.dtype === 'uint8') {
    const rowBytes = Math.ceil((blocks * bits) / 8);
    return (n, block) => bitsAt(zeroPoints.data, n * rowBytes, block, bits);
  }
  const values = zeroPoints.data as ArrayLike<number | bigint>;
  return (n, block) => Number(values[n * blocks + block] ?? 0);
}
