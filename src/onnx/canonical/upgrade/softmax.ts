/**
 * Softmax and LogSoftmax before opset 13 flatten everything from `axis` (default 1) on into one
 * axis. https://onnx.ai/onnx/operators/onnx__Softmax.html (opset 11)
 */
import { int } from '../../emitter.js';
import type { Rewrite } from '../Rewriting.js';

export const softmax: Rewrite = (node) => {
  const axis = node.int('axis', 1);
  // Over the last axis both definitions agree.
  if (node.opset >= 13 || axis === -1) return undefined;
  const x = node.in(0);
  const flat = node.op('Flatten', [x], { axis: int(axis) });
  const y = node.op(node.node.opType, [flat], { axis: int(-1) });
  return [node.op('Reshape', [y, node.op('Shape', [x])])];
};
