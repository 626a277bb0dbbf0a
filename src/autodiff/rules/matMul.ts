/**
 * MatMul: Z = X Y over the last two axes, leading axes broadcast. dZ = dX Y + X dY; X̄ = Z̄ Yᵀ,
 * Ȳ = Xᵀ Z̄. https://onnx.ai/onnx/operators/onnx__MatMul.html (opset 13)
 *
 * Assumes both operands have rank ≥ 2, which canonicalisation sees to.
 */
import { type Rule, sum } from '../rule.js';

export const matMul: Rule = {
  jvp(node, [dx, dy]) {
    const [x, y] = [node.in(0), node.in(1)];
    const rank = node.rank(node.out());
    return [
      sum(
        node.emit,
        dx && node.emit.op('MatMul', [node.align(dx, node.rank(x), rank), y]),
        dy && node.emit.op('MatMul', [x, node.align(dy, node.rank(y), rank)]),
      ),
    ];
  },
  vjp(node, [cotangent]) {
    if (cotangent === undefined) return [];
    const [x, y] = [node.in(0), node.in(1)];
    const out = node.shape(node.out());
    const batch = out.slice(0, -2);
    const pull = (operand: string, product: () => string) =>
      node.sumToShape(product(), [...batch, ...node.shape(operand).slice(-2)], node.shape(operand));
    return [
      node.wants(0)
        ? pull(x, () => node.emit.op('MatMul', [cotangent, node.transposeLast(y, node.rank(y))]))
        : undefined,
      node.wants(1)
        ? pull(y, () => node.emit.op('MatMul', [node.transposeLast(x, node.rank(x)), cotangent]))
        : undefined,
    ];
  },
};
