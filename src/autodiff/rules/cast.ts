/**
 * Cast between floats: y = x up to rounding; derivatives are cast alike, back to x's type in
 * reverse. https://onnx.ai/onnx/operators/onnx__Cast.html (opset 21)
 *
 * Casts to and from integers cut the differentiable path before they get here.
 */
import { int } from '../emitter.js';
import type { Derivative, NodeContext, Rule } from '../rule.js';
import type { DataType } from '../../tensor/tensor.js';

/** TensorProto.DataType of the float types. */
const CODES: Partial<Record<DataType, number>> = { float32: 1, float16: 10, float64: 11 };

function castTo(node: NodeContext, derivative: Derivative, like: string, from: string): Derivative {
  const [target, source] = [node.type(like).dtype, node.type(from).dtype];
  if (derivative === undefined || target === source) return derivative;
  const code = CODES[target] ?? node.refuse(`${target} is no float type`);
  return node.emit.op('Cast', [derivative], { to: int(code) });
}

export const cast: Rule = {
  jvp: (node, [tangent]) => [castTo(node, tangent, node.out(), node.in(0))],
  vjp: (node, [cotangent]) => [castTo(node, cotangent, node.in(0), node.out())],
};
