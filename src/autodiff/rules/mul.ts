/** Mul: z = x ⊙ y. dz = dx ⊙ y + x ⊙ dy. https://onnx.ai/onnx/operators/onnx__Mul.html (opset 14) */
import { broadcast } from './support/broadcast.js';

export const mul = broadcast((node) => [() => node.in(1), () => node.in(0)]);
