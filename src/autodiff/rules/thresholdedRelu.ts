/**
 * ThresholdedRelu: y = x where x > α, else 0; y′ = 1 there, else 0.
 * https://onnx.ai/onnx/operators/onnx__ThresholdedRelu.html (opset 10)
 */
import { elementwise, indicator } from './support/elementwise.js';

export const thresholdedRelu = elementwise((node, x) =>
  indicator(node.emit, node.emit.op('Greater', [x, node.emit.scalar(node.float('alpha', 1))])),
);
