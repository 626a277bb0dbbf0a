/** Tanh: y = tanh x; y′ = 1 − y². https://onnx.ai/onnx/operators/onnx__Tanh.html (opset 13) */
import { elementwise } from './support/elementwise.js';

export const tanh = elementwise(({ emit }, _, y) =>
  emit.op('Sub', [emit.scalar(1), emit.op('Mul', [y, y])]),
);
