/** Elu: y = x, or α (eˣ − 1) where x < 0; y′ = 1, or y + α. https://onnx.ai/onnx/operators/onnx__Elu.html (opset 6) */
import { elementwise } from './support/elementwise.js';

export const elu = elementwise((node, x, y) => {
  const { emit } = node;
  const below = emit.op('Add', [y, emit.scalar(node.float('alpha', 1))]);
  return emit.op('Where', [emit.op('Less', [x, emit.scalar(0)]), below, emit.scalar(1)]);
});
