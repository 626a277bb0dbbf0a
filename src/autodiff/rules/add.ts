/** Add: z = x + y. dz = dx + dy. https://onnx.ai/onnx/operators/onnx__Add.html (opset 14) */
import { broadcast } from './support/broadcast.js';

export const add = broadcast(() => [() => 1, () => 1]);
