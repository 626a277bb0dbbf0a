/**
 * LogSoftmax along one axis: y = x − log Σ eˣ. dy = dx − Σ p ⊙ dx, x̄ = ȳ − p Σ ȳ with p = e^y.
 * https://onnx.ai/onnx/operators/onnx__LogSoftmax.html (opset 13)
 */
import type { NodeContext, Rule } from '../rule.js';

function parts(node: NodeContext) {
  const y = node.out();
  const axis = node.emit.int64([node.fromEnd(node.int('axis', -1), node.rank(y))]);
  return { p: node.emit.op('Exp', [y]), axis };
}

export const logSoftmax: Rule = {
  jvp(node, [tangent]) {
    if (tangent === undefined) return [undefined];
    const { p, axis } = parts(node);
    const mean = node.emit.op('ReduceSum', [node.times(tangent, p), axis]);
    return [node.emit.op('Sub', [tangent, mean])];
  },
  vjp(node, [cotangent]) {
    if (cotangent === undefined) return [];
    const { p, axis } = parts(node);
    const total = node.emit.op('ReduceSum', [cotangent, axis]);
    return [node.emit.op('Sub', [cotangent, node.emit.op('Mul', [p, total])])];
  },
};
