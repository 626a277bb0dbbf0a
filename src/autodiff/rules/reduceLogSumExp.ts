/** ReduceLogSumExp: y = ln Σ eˣ; dy = Σ e^(x−y) ⊙ dx. https://onnx.ai/onnx/operators/onnx__ReduceLogSumExp.html (opset 18) */
import { reduction } from './support/reduction.js';

export const reduceLogSumExp = reduction(({ emit }, x, y) =>
  emit.op('Exp', [emit.op('Sub', [x, y])]),
);
