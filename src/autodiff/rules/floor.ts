/** Floor: constant between its jumps, so its derivative is zero. https://onnx.ai/onnx/operators/onnx__Floor.html (opset 13) */
import { flat } from './support/flat.js';

export const floor = flat;
