/** Relu: y = max(0, x); y′ = 1 where x > 0, else 0. https://onnx.ai/onnx/operators/onnx__Relu.html (opset 14) */
import { elementwise, indicator } from './support/elementwise.js';

export const relu = elementwise(({ emit }, x) =>
  indicator(emit, emit.op('Greater', [x, emit.scalar(0)])),
);
