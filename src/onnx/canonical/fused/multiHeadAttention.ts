/**
 * com.microsoft MultiHeadAttention on projected queries, keys and values.
 * https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md#com.microsoft.MultiHeadAttention
 *
 * Queries may be packed with keys and values ([B, S, heads, 3, d]) or keys with values ([.., 2, d]).
 * Left alone with a past, and where present keys or raw scores are asked for. Keys and values given
 * in four dimensions belong to cross-attention with a cache, and are not.
 */
import { int, ints, type Value } from '../../emitter.js';
import type { Rewrite, Rewriting } from '../Rewriting.js';
import { causalBias, paddingBias, scaledDotProduct } from './scaledDotProduct.js';
import { addUp, mergeHeads, splitHeads } from './support.js';

export const multiHeadAttention: Rewrite = (node) => {
  const hasPast = node.has(6) || node.has(7);
  if (hasPast || node.wants(1) || node.wants(2) || node.wants(3)) return undefined;
  const [q, k, v] = operands(node);
  if (q === undefined || k === undefined || v === undefined) return undefined;
  const biases: Value[] = [];
  if (node.has(5)) biases.push(node.in(5));
  if (node.has(4)) {
    biases.push(paddingBias(node, node.in(4), k, node.float('mask_filter_value', -10000)));
  }
  if (node.int('unidirectional', 0) !== 0) biases.push(causalBias(node, q, k));
  const scale = node.float('scale', 0);
  const product = { q, k, v, biases, scale: scale > 0 ? scale : undefined };
  return [mergeHeads(node, scaledDotProduct(node, product))];
};

/** Q, K and V as [B, heads, S, d]. */
function operands(node: Rewriting): readonly (Value | undefined)[] {
  const heads = node.int('num_heads', 1);
  if (node.has(2)) {
    const inputs = [node.in(0), node.in(1), node.in(2)];
    const biased = node.has(3) ? withBias(node, inputs) : inputs;
    return biased.map((value) => splitHeads(node, value, heads));
  }
  if (node.has(3)) return [];
  if (!node.has(1)) return unpacked(node, node.in(0), 3);
  return [splitHeads(node, node.in(0), heads), ...unpacked(node, node.in(1), 2)];
}

/** Each operand plus its stretch of the packed bias [D + D + D_v]. */
function withBias(node: Rewriting, inputs: readonly Value[]): readonly Value[] {
  const { emit } = node;
  const bias = node.in(3);
  const width = node.sizeOf(node.in(0), 2);
  const twice = node.op('Add', [width, width]);
  const end = emit.int64([Number.MAX_SAFE_INTEGER]);
  const bounds = [emit.int64([0]), width, twice, end];
  return inputs.map((value, i) =>
    addUp(node, value, node.op('Slice', [bias, bounds[i] ?? '', bounds[i + 1] ?? ''])),
  );
}

/** [B, S, heads, parts, d] → `parts` times [B, heads, S, d]. */
function unpacked(node: Rewriting, packed: Value, parts: number): readonly Value[] {
  const attributes = { axis: int(3), num_outputs: int(parts) };
  return node.emit.ops('Split', [packed], attributes, parts).map((part) => {
    const flat = node.op('Squeeze', [part, node.emit.int64([3])]);
    return node.op('Transpose', [flat], { perm: ints([0, 2, 1, 3]) });
  });
}
