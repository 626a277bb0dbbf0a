/**
 * CumSum along one axis; going back, the sums run from the other end.
 * https://onnx.ai/onnx/operators/onnx__CumSum.html (opset 14)
 */
import { int, type Value } from '../emitter.js';
import type { NodeContext, Rule } from '../rule.js';

function cumulated(node: NodeContext, derivative: Value, reverse: number): Value {
  const [axis = 0] = node.intsInput(1) ?? node.refuse('the axis is missing');
  const { emit } = node;
  const at = emit.int64([node.fromEnd(axis, node.rank(node.in(0)))]);
  const exclusive = int(node.int('exclusive', 0));
  return emit.op('CumSum', [derivative, at], { exclusive, reverse: int(reverse) });
}

export const cumSum: Rule = {
  jvp: (node, [tangent]) => [tangent && cumulated(node, tangent, node.int('reverse', 0))],
  vjp: (node, [cotangent]) => [cotangent && cumulated(node, cotangent, 1 - node.int('reverse', 0))],
};
