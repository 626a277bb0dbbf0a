/**
 * LpNormalization: x over its norm along one axis, 2-norm or 1-norm.
 * https://onnx.ai/onnx/operators/onnx__LpNormalization.html (opset 1)
 */
import type { Rewrite } from '../Rewriting.js';

export const lpNormalization: Rewrite = (node) => {
  const reduce = node.int('p', 2) === 1 ? 'ReduceL1' : 'ReduceL2';
  const norm = node.op(reduce, [node.in(0), node.emit.int64([node.int('axis', -1)])]);
  return [node.op('Div', [node.in(0), norm])];
};
