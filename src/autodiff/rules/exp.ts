/** Exp: y = eˣ; y′ = y. https://onnx.ai/onnx/operators/onnx__Exp.html (opset 13) */
import { elementwise } from './support/elementwise.js';

export const exp = elementwise((_node, _x, y) => y);
