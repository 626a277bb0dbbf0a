/** Mul: z = x ⊙ y. dz = dx ⊙ y + x ⊙ dy. https://onnx.ai/onnx/operators/onnx__Mul.html (opset 14) */
import { broadcast } from './support/broadcast.js';

export const mul = broadcast((node) => [
  () => ({ value: node.in(1), like: node.in(1) }),
  () => ({ value: node.in(0), like: node.in(0) }),
]);
