/** Softplus: y = ln(1 + eˣ); y′ = σ(x). https://onnx.ai/onnx/operators/onnx__Softplus.html (opset 1) */
import { elementwise } from './support/elementwise.js';

export const softplus = elementwise(({ emit }, x) => emit.op('Sigmoid', [x]));
