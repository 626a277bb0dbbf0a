/** ReduceSumSquare: y = Σ x²; dy = Σ 2x ⊙ dx. https://onnx.ai/onnx/operators/onnx__ReduceSumSquare.html (opset 18) */
import { reduction } from './support/reduction.js';

export const reduceSumSquare = reduction(({ emit }, x) => emit.op('Mul', [x, emit.scalar(2)]));
