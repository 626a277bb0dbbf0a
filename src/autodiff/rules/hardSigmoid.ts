/**
 * HardSigmoid: y = max(0, min(1, α x + β)); y′ = α inside, 0 outside.
 * https://onnx.ai/onnx/operators/onnx__HardSigmoid.html (opset 6)
 */
import { elementwise } from './support/elementwise.js';

export const hardSigmoid = elementwise((node, _, y) => {
  const { emit } = node;
  const above = emit.op('Greater', [y, emit.scalar(0)]);
  const inside = emit.op('And', [above, emit.op('Less', [y, emit.scalar(1)])]);
  const slope = emit.scalar(node.float('alpha', 0.2));
  return emit.op('Where', [inside, slope, emit.scalar(0)]);
});
