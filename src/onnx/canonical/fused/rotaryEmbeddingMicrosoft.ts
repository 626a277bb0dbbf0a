/**
 * com.microsoft RotaryEmbedding on [B, heads, S, d] or [B, S, heads · d]; positions as one offset
 * [1] or for each token [B, S].
 * https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md#com.microsoft.RotaryEmbedding
 *
 * Left alone with packed batches or a scale.
 */
import { int, ints, type Value } from '../../emitter.js';
import type { Rewrite, Rewriting } from '../Rewriting.js';
import { rankOf } from '../trace.js';
import { rotated } from './rotate.js';
import { countTo, mergeHeads } from './support.js';

export const rotaryEmbedding: Rewrite = (node) => {
  if (node.int('is_packed_batching', 0) !== 0 || node.float('scale', 1) !== 1) return undefined;
  const flat = rankOf(node, node.in(0)) !== 4;
  const x = flat ? headsOf(node) : node.in(0);
  const positions = positionsOf(node, node.sizeOf(x, 2));
  const table = (i: number) => {
    const rows = node.op('Gather', [node.in(i), positions], { axis: int(0) });
    const length = node.sizeOf(x, 2);
    const shape = node.concat(node.emit.int64([-1, 1]), length, node.sizeOf(node.in(i), 1));
    return node.op('Reshape', [rows, shape]);
  };
  const dimensions = node.int('rotary_embedding_dim', 0);
  const turned = rotated(node, x, {
    cos: table(2),
    sin: table(3),
    interleaved: node.int('interleaved', 0) !== 0,
    dimensions: dimensions > 0 ? dimensions : undefined,
  });
  return [flat ? mergeHeads(node, turned) : turned];
};

/** [B, S, heads · d] → [B, heads, S, d]; without num_heads the tables tell d. */
function headsOf(node: Rewriting): Value {
  const heads = node.int('num_heads', 0);
  const half = node.sizeOf(node.in(2), 1);
  const { emit } = node;
  const split =
    heads > 0
      ? emit.int64([0, 0, heads, -1])
      : node.concat(emit.int64([0, 0, -1]), node.op('Add', [half, half]));
  const apart = node.op('Reshape', [node.in(0), split]);
  return node.op('Transpose', [apart], { perm: ints([0, 2, 1, 3]) });
}

/** [S] from an offset, [B, S] as they are. */
function positionsOf(node: Rewriting, length: Value): Value {
  const given = node.in(1);
  const rank = node.op('Shape', [node.op('Shape', [given])]);
  const isOffset = node.op('Cast', [node.op('Equal', [rank, node.emit.int64([1])])], {
    to: int(7),
  });
  const steps = node.op('Mul', [countTo(node, length), isOffset]);
  return node.op('Add', [given, steps]);
}
