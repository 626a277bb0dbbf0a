/** Div: z = x / y. dz = dx / y − z ⊙ dy / y. https://onnx.ai/onnx/operators/onnx__Div.html (opset 14) */
import { broadcast } from './support/broadcast.js';

export const div = broadcast((node) => {
  const inverse = () => node.emit.op('Reciprocal', [node.in(1)]);
  const slope = () => node.emit.op('Neg', [node.emit.op('Mul', [node.out(), inverse()])]);
  return [
    () => ({ value: inverse(), like: node.in(1) }),
    () => ({ value: slope(), like: node.out() }),
  ];
});
