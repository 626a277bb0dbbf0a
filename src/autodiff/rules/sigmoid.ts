/** Sigmoid: y = 1/(1 + e⁻ˣ); y′ = y (1 − y). https://onnx.ai/onnx/operators/onnx__Sigmoid.html (opset 13) */
import { elementwise } from './support/elementwise.js';

export const sigmoid = elementwise(({ emit }, _, y) =>
  emit.op('Mul', [y, emit.op('Sub', [emit.scalar(1), y])]),
);
