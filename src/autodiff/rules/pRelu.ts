/**
 * PRelu: y = x, or s x where x < 0; y′ = 1, or s, which broadcasts to x.
 * https://onnx.ai/onnx/operators/onnx__PRelu.html (opset 16)
 *
 * Assumes s is a constant.
 */
import { elementwise } from './support/elementwise.js';

export const pRelu = elementwise((node, x) => {
  if (node.wants(1)) node.refuse('the slope depends on the text');
  const { emit } = node;
  const negative = emit.op('Less', [x, emit.scalar(0)]);
  return emit.op('Where', [negative, node.in(1), emit.scalar(1)]);
});
