/** LeakyRelu: y = x, or α x where x < 0; y′ = 1, or α. https://onnx.ai/onnx/operators/onnx__LeakyRelu.html (opset 16) */
import { elementwise } from './support/elementwise.js';

export const leakyRelu = elementwise((node, x) => {
  const { emit } = node;
  const negative = emit.op('Less', [x, emit.scalar(0)]);
  return emit.op('Where', [negative, emit.scalar(node.float('alpha', 0.01)), emit.scalar(1)]);
});
