/**
 * ReduceMax: y = max x over `axes`; dy = dx where x attains it, the mean of dx over ties.
 * https://onnx.ai/onnx/operators/onnx__ReduceMax.html (opset 18)
 */
import { attained, reduction } from './support/reduction.js';

export const reduceMax = reduction(attained);
