/** Mean: y = (x₁ + … + xₙ)/n with broadcasting. https://onnx.ai/onnx/operators/onnx__Mean.html (opset 13) */
import { variadic } from './support/variadic.js';

export const mean = variadic(({ node }) => 1 / node.inputs.length);
