/**
 * ReduceL2: y = √Σ x²; dy = Σ x/y ⊙ dx, taken as 0 where y = 0.
 * https://onnx.ai/onnx/operators/onnx__ReduceL2.html (opset 18)
 */
import { reduction } from './support/reduction.js';

/** The smallest normal float32: keeps 0/0 out without changing any other quotient. */
const TINY = 2 ** -126;

export const reduceL2 = reduction(({ emit }, x, y) =>
  emit.op('Div', [x, emit.op('Max', [y, emit.scalar(TINY)])]),
);
