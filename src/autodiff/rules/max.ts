/**
 * Max: y = max(x₁, …, xₙ) with broadcasting; dy = dxᵢ where xᵢ attains it, the mean over ties.
 * https://onnx.ai/onnx/operators/onnx__Max.html (opset 13)
 */
import { attainedBy, variadic } from './support/variadic.js';

export const max = variadic(attainedBy);
