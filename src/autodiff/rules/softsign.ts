/** Softsign: y = x/(1 + |x|); y′ = (1 − |y|)². https://onnx.ai/onnx/operators/onnx__Softsign.html (opset 1) */
import { elementwise } from './support/elementwise.js';

export const softsign = elementwise(({ emit }, _, y) => {
  const root = emit.op('Sub', [emit.scalar(1), emit.op('Abs', [y])]);
  return emit.op('Mul', [root, root]);
});
