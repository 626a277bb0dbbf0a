/**
 * ONNX RotaryEmbedding on [B, heads, S, d], or [B, S, heads · d] where num_heads is given.
 * https://onnx.ai/onnx/operators/onnx__RotaryEmbedding.html (opset 23)
 */
import { int } from '../../emitter.js';
import type { Rewrite } from '../Rewriting.js';
import { rotated } from './rotate.js';
import { mergeHeads, splitHeads } from './support.js';

export const rotaryEmbedding: Rewrite = (node) => {
  const heads = node.int('num_heads', 0);
  const x = heads > 0 ? splitHeads(node, node.in(0), heads) : node.in(0);
  // Without positions the tables are those of the tokens already: [B, S, d / 2].
  const table = (i: number) => {
    const rows = node.has(3)
      ? node.op('Gather', [node.in(i), node.in(3)], { axis: int(0) })
      : node.in(i);
    return node.op('Unsqueeze', [rows, node.emit.int64([1])]);
  };
  const dimensions = node.int('rotary_embedding_dim', 0);
  const turned = rotated(node, x, {
    cos: table(1),
    sin: table(2),
    interleaved: node.int('interleaved', 0) !== 0,
    dimensions: dimensions > 0 ? dimensions : undefined,
  });
  return [heads > 0 ? mergeHeads(node, turned) : turned];
};
