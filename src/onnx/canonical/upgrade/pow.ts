/**
 * Pow with an unsigned exponent, which onnxruntime has no kernel for: the exponent as a float.
 * https://onnx.ai/onnx/operators/onnx__Pow.html (opset 15)
 */
import { int } from '../../emitter.js';
import type { Rewrite } from '../Rewriting.js';

const FLOAT = 1;

export const pow: Rewrite = (node) => {
  const exponent = node.in(1);
  const dtype = node.constant(1)?.dtype ?? node.state.inputs.get(exponent)?.dtype;
  if (!dtype?.startsWith('uint')) return undefined;
  return [node.op('Pow', [node.in(0), node.op('Cast', [exponent], { to: int(FLOAT) })])];
};
