/** Round: constant between its jumps, so its derivative is zero. https://onnx.ai/onnx/operators/onnx__Round.html (opset 11) */
import { flat } from './support/flat.js';

export const round = flat;
