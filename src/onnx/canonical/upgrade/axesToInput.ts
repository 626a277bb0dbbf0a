/**
 * Axes as an attribute become an input: Squeeze and Unsqueeze before opset 13, ReduceSum before 13,
 * the other reductions before 18.
 */
import type { Rewrite } from '../Rewriting.js';

export const axesToInput: Rewrite = (node) => {
  const axes = node.ints('axes');
  if (axes === undefined) return undefined;
  const inputs = [node.in(0), node.emit.int64(axes)];
  return [node.op(node.node.opType, inputs, node.attributesWithout('axes'))];
};
