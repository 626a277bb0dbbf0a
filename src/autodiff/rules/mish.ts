/**
 * Mish: y = x t, t = tanh(softplus x); y′ = t + x (1 − t²) σ(x).
 * https://onnx.ai/onnx/operators/onnx__Mish.html (opset 18)
 */
import { elementwise } from './support/elementwise.js';

export const mish = elementwise(({ emit }, x) => {
  const t = emit.op('Tanh', [emit.op('Softplus', [x])]);
  const rest = emit.op('Sub', [emit.scalar(1), emit.op('Mul', [t, t])]);
  const along = emit.op('Mul', [x, emit.op('Mul', [rest, emit.op('Sigmoid', [x])])]);
  return emit.op('Add', [t, along]);
});
