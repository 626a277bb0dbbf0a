/** z = f(x, y) with ONNX (NumPy) broadcasting, linear in the tangents with primal-shaped factors. */
import type { Value } from '../../emitter.js';
import { type Derivative, type NodeContext, type Rule, sum } from '../../rule.js';

/** What a tangent or cotangent of one operand is multiplied by: a value, or the constants ±1. */
export type Factor = Value | 1 | -1;

/** `factors` returns ∂z/∂x and ∂z/∂y, lazily, so that only wanted ones are emitted. */
export function broadcast(
  factors: (node: NodeContext) => readonly [() => Factor, () => Factor],
): Rule {
  return {
    jvp(node, tangents) {
      const rank = node.rank(node.out());
      const terms = factors(node).map((factor, i): Derivative => {
        const tangent = tangents[i];
        if (tangent === undefined) return undefined;
        return times(node, node.align(tangent, node.rank(node.in(i)), rank), factor());
      });
      const total = sum(node.emit, ...terms);
      if (total === undefined) return [undefined];
      return [coversOutput(node, tangents) ? total : node.expandTo(total, node.out())];
    },
    vjp(node, [cotangent]) {
      if (cotangent === undefined) return [];
      return factors(node).map((factor, i) =>
        node.wants(i)
          ? node.sumTo(times(node, cotangent, factor()), node.out(), node.in(i))
          : undefined,
      );
    },
  };
}

function times(node: NodeContext, derivative: Value, factor: Factor): Value {
  if (factor === 1) return derivative;
  if (factor === -1) return node.emit.op('Neg', [derivative]);
  return node.emit.op('Mul', [derivative, factor]);
}

/** Whether the summed tangent already has the output's full shape, without an Expand. */
function coversOutput(node: NodeContext, tangents: readonly Derivative[]): boolean {
  const out = node.shape(node.out());
  return tangents.some((tangent, i) => {
    if (tangent === undefined) return false;
    const shape = node.shape(node.in(i));
    const extra = out.length - shape.length;
    return out.every((dim, axis) => {
      const own = axis < extra ? { fixed: 1, perToken: 0 } : shape[axis - extra];
      return own && dim && own.fixed === dim.fixed && own.perToken === dim.perToken;
    });
  });
}
