/** Reciprocal: y = 1/x; y′ = −y². https://onnx.ai/onnx/operators/onnx__Reciprocal.html (opset 13) */
import { elementwise } from './support/elementwise.js';

export const reciprocal = elementwise(({ emit }, _, y) => emit.op('Neg', [emit.op('Mul', [y, y])]));
