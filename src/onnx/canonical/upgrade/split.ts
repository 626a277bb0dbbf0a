/**
 * Split: sizes as an attribute become an input (opset 13); equal parts need to be counted
 * (opset 18). https://onnx.ai/onnx/operators/onnx__Split.html
 */
import { int } from '../../emitter.js';
import type { Rewrite } from '../Rewriting.js';

export const split: Rewrite = (node) => {
  const sizes = node.ints('split');
  const counted = node.has(1) || node.node.attributes.has('num_outputs');
  if (sizes === undefined && counted) return undefined;
  const count = node.node.outputs.length;
  const rest = node.attributesWithout('split');
  return sizes === undefined
    ? node.emit.ops('Split', [node.in(0)], { ...rest, num_outputs: int(count) }, count)
    : node.emit.ops('Split', [node.in(0), node.emit.int64(sizes)], rest, count);
};
