/** Sign: constant between its jumps, so its derivative is zero. https://onnx.ai/onnx/operators/onnx__Sign.html (opset 13) */
import { flat } from './support/flat.js';

export const sign = flat;
