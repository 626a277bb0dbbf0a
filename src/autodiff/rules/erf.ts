/** Erf: y = erf x; y′ = 2/√π exp(−x²). https://onnx.ai/onnx/operators/onnx__Erf.html (opset 13) */
import { elementwise } from './support/elementwise.js';

export const erf = elementwise(({ emit }, x) => {
  const gaussian = emit.op('Exp', [emit.op('Neg', [emit.op('Mul', [x, x])])]);
  return emit.op('Mul', [gaussian, emit.scalar(2 / Math.sqrt(Math.PI))]);
});
