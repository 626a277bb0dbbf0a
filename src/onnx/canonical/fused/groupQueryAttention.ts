/**
 * com.microsoft GroupQueryAttention without a cache: causal attention with fewer key than query
 * heads, rotary positions and a local window as attributes.
 * https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md#com.microsoft.GroupQueryAttention
 *
 * Left alone with a past, sinks, norms of queries and keys, smooth softmax or raw scores. Texts come
 * one at a time and without padding, so valid lengths are those of the keys.
 */
import { int, type Value } from '../../emitter.js';
import type { Rewrite, Rewriting } from '../Rewriting.js';
import { causalBias, repeatHeads, scaledDotProduct } from './scaledDotProduct.js';
import { rotated } from './rotate.js';
import { countTo, mergeHeads, splitHeads } from './support.js';

const UNSUPPORTED_INPUTS = [3, 4, 11, 12, 13, 14, 15] as const;

export const groupQueryAttention: Rewrite = (node) => {
  const special = UNSUPPORTED_INPUTS.some((i) => node.has(i)) || node.wants(3);
  if (special || node.int('smooth_softmax', 0) !== 0) return undefined;
  const [heads, kvHeads] = [node.int('num_heads', 1), node.int('kv_num_heads', 1)];
  if (!Number.isInteger(heads / kvHeads)) return undefined;
  const [q, k, v] = operands(node, heads, kvHeads);
  if (q === undefined || k === undefined || v === undefined) return undefined;
  const turns = node.int('do_rotary', 0) !== 0;
  const [query, key] = turns ? [turned(node, q), turned(node, k)] : [q, k];
  const biases: Value[] = [];
  if (node.has(10)) biases.push(node.in(10));
  if (node.int('causal', 1) !== 0) {
    biases.push(causalBias(node, query, key, node.int('local_window_size', -1)));
  }
  const scale = node.float('scale', 0);
  const attended = scaledDotProduct(node, {
    q: query,
    k: repeatHeads(node, key, heads / kvHeads),
    v: repeatHeads(node, v, heads / kvHeads),
    biases,
    scale: scale > 0 ? scale : undefined,
    softcap: node.float('softcap', 0),
  });
  return [mergeHeads(node, attended), key, v];
};

/** Q, K and V as [B, heads, S, d]; in one input they come packed along the last axis. */
function operands(node: Rewriting, heads: number, kvHeads: number): readonly Value[] {
  if (node.has(1)) {
    const counts = [heads, kvHeads, kvHeads];
    return counts.map((count, i) => splitHeads(node, node.in(i), count));
  }
  const all = splitHeads(node, node.in(0), heads + 2 * kvHeads);
  const sizes = node.emit.int64([heads, kvHeads, kvHeads]);
  return node.emit.ops('Split', [all, sizes], { axis: int(1) }, 3);
}

/** Rotated by positions 0, 1, 2, …: a prompt starts at 0. */
function turned(node: Rewriting, x: Value): Value {
  const positions = countTo(node, node.sizeOf(x, 2));
  const table = (i: number) => node.op('Gather', [node.in(i), positions], { axis: int(0) });
  const interleaved = node.int('rotary_interleaved', 0) !== 0;
  return rotated(node, x, { cos: table(7), sin: table(8), interleaved, dimensions: undefined });
}
