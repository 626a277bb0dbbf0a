/** Abs: y = |x|; y′ = sign x, taken as 0 at the kink. https://onnx.ai/onnx/operators/onnx__Abs.html (opset 13) */
import { elementwise } from './support/elementwise.js';

export const abs = elementwise(({ emit }, x) => emit.op('Sign', [x]));
