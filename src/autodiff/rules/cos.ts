/** Cos: y = cos x; y′ = −sin x. https://onnx.ai/onnx/operators/onnx__Cos.html (opset 7) */
import { elementwise } from './support/elementwise.js';

export const cos = elementwise(({ emit }, x) => emit.op('Neg', [emit.op('Sin', [x])]));
