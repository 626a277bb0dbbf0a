/** ReduceLogSum: y = ln Σ x; dy = Σ dx / e^y. https://onnx.ai/onnx/operators/onnx__ReduceLogSum.html (opset 18) */
import { reduction } from './support/reduction.js';

export const reduceLogSum = reduction((node, x, y) => {
  const { emit } = node;
  const inverse = emit.op('Exp', [emit.op('Neg', [y])]);
  return emit.op('Expand', [inverse, node.shapeValue(x)]);
});
