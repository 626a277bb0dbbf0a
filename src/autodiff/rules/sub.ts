/** Sub: z = x − y. dz = dx − dy. https://onnx.ai/onnx/operators/onnx__Sub.html (opset 14) */
import { broadcast } from './support/broadcast.js';

export const sub = broadcast(() => [() => 1, () => -1]);
