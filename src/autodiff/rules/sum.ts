/** Sum: y = x₁ + … + xₙ with broadcasting. https://onnx.ai/onnx/operators/onnx__Sum.html (opset 13) */
import { variadic } from './support/variadic.js';

export const sum = variadic(() => 1);
