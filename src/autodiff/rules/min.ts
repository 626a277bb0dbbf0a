/**
 * Min: y = min(x₁, …, xₙ) with broadcasting; dy = dxᵢ where xᵢ attains it, the mean over ties.
 * https://onnx.ai/onnx/operators/onnx__Min.html (opset 13)
 */
import { attainedBy, variadic } from './support/variadic.js';

export const min = variadic(attainedBy);
