/**
 * Selu: y = γ x, or γ α (eˣ − 1) where x ≤ 0; y′ = γ, or y + γ α.
 * https://onnx.ai/onnx/operators/onnx__Selu.html (opset 6)
 */
import { elementwise } from './support/elementwise.js';

export const selu = elementwise((node, x, y) => {
  const { emit } = node;
  const gamma = node.float('gamma', 1.0507009873554805);
  const alpha = node.float('alpha', 1.6732632423543772);
  const below = emit.op('Add', [y, emit.scalar(gamma * alpha)]);
  const right = emit.op('Greater', [x, emit.scalar(0)]);
  return emit.op('Where', [right, emit.scalar(gamma), below]);
});
