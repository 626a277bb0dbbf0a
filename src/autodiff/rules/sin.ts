/** Sin: y = sin x; y′ = cos x. https://onnx.ai/onnx/operators/onnx__Sin.html (opset 7) */
import { elementwise } from './support/elementwise.js';

export const sin = elementwise(({ emit }, x) => emit.op('Cos', [x]));
