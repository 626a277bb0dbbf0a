/**
 * ReduceMin: y = min x over `axes`; dy = dx where x attains it, the mean of dx over ties.
 * https://onnx.ai/onnx/operators/onnx__ReduceMin.html (opset 18)
 */
import { attained, reduction } from './support/reduction.js';

export const reduceMin = reduction(attained);
