/**
 * ReduceProd: y = Π x; dy = Σ y/x ⊙ dx. https://onnx.ai/onnx/operators/onnx__ReduceProd.html (opset 18)
 *
 * Assumes no factor is exactly zero: there the quotient is not the derivative.
 */
import { reduction } from './support/reduction.js';

export const reduceProd = reduction(({ emit }, x, y) => emit.op('Div', [y, x]));
