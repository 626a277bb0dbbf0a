/** ReduceSum: y = Σ x over `axes`. https://onnx.ai/onnx/operators/onnx__ReduceSum.html (opset 13) */
import { reduction } from './support/reduction.js';

export const reduceSum = reduction();
