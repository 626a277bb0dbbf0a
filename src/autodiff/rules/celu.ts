/** Celu: y = max(0, x) + min(0, α (e^(x/α) − 1)); y′ = 1, or e^(x/α) where x < 0. https://onnx.ai/onnx/operators/onnx__Celu.html (opset 12) */
import { elementwise } from './support/elementwise.js';

export const celu = elementwise((node, x) => {
  const { emit } = node;
  const scaled = emit.op('Mul', [x, emit.scalar(1 / node.float('alpha', 1))]);
  return emit.op('Exp', [emit.op('Min', [scaled, emit.scalar(0)])]);
});
