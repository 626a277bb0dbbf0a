/** Sqrt: y = √x; y′ = 1/(2y). https://onnx.ai/onnx/operators/onnx__Sqrt.html (opset 13) */
import { elementwise } from './support/elementwise.js';

export const sqrt = elementwise(({ emit }, _, y) => emit.op('Div', [emit.scalar(0.5), y]));
