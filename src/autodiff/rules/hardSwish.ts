/**
 * HardSwish: y = x max(0, min(1, x/6 + ½)); y′ = 0 left of −3, 1 right of 3, x/3 + ½ between.
 * https://onnx.ai/onnx/operators/onnx__HardSwish.html (opset 14)
 */
import { elementwise, indicator } from './support/elementwise.js';

export const hardSwish = elementwise(({ emit }, x) => {
  const third = emit.op('Mul', [x, emit.scalar(1 / 3)]);
  const between = emit.op('Add', [third, emit.scalar(0.5)]);
  const inside = emit.op('Less', [emit.op('Abs', [x]), emit.scalar(3)]);
  const right = indicator(emit, emit.op('Greater', [x, emit.scalar(0)]));
  return emit.op('Where', [inside, between, right]);
});
