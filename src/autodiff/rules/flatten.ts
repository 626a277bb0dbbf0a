/** Flatten: the same elements as a matrix. https://onnx.ai/onnx/operators/onnx__Flatten.html (opset 21) */
import { reshape } from './reshape.js';

export const flatten = reshape;
