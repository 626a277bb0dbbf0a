/** Ceil: constant between its jumps, so its derivative is zero. https://onnx.ai/onnx/operators/onnx__Ceil.html (opset 13) */
import { flat } from './support/flat.js';

export const ceil = flat;
