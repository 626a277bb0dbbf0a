/** Log: y = ln x; y′ = 1/x. https://onnx.ai/onnx/operators/onnx__Log.html (opset 13) */
import { elementwise } from './support/elementwise.js';

export const log = elementwise(({ emit }, x) => emit.op('Reciprocal', [x]));
