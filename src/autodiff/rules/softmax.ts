/**
 * Softmax along one axis: p = exp(x) / Σ exp(x). dp = p ⊙ (dx − Σ p ⊙ dx); the Jacobian is symmetric,
 * so both directions are the same. https://onnx.ai/onnx/operators/onnx__Softmax.html (opset 13)
 */
import type { Derivative, NodeContext, Rule } from '../rule.js';

function apply(node: NodeContext, derivative: Derivative): Derivative {
  if (derivative === undefined) return undefined;
  const p = node.out();
  const axis = node.fromEnd(node.int('axis', -1), node.rank(p));
  const weighted = node.times(derivative, p);
  const total = node.emit.op('ReduceSum', [weighted, node.emit.int64([axis])]);
  return node.emit.op('Sub', [weighted, node.emit.op('Mul', [p, total])]);
}

export const softmax: Rule = {
  jvp: (node, [tangent]) => [apply(node, tangent)],
  vjp: (node, [cotangent]) => [apply(node, cotangent)],
};
