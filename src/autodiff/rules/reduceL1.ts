/** ReduceL1: y = Σ |x|; dy = Σ sign(x) ⊙ dx. https://onnx.ai/onnx/operators/onnx__ReduceL1.html (opset 18) */
import { reduction } from './support/reduction.js';

export const reduceL1 = reduction(({ emit }, x) => emit.op('Sign', [x]));
