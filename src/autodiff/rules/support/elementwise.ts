/**
 * y = f(x), element by element. Both directions multiply by f′(x), which has the primal's shape and
 * is computed once for all directions.
 */
import type { Value } from '../../emitter.js';
import type { NodeContext, Rule } from '../../rule.js';

/** `slope` returns the value f′(x), given the node; it may use both x and y. */
export function elementwise(slope: (node: NodeContext, x: Value, y: Value) => Value): Rule {
  return {
    jvp: (node, [tangent]) => [
      tangent && node.emit.op('Mul', [tangent, slope(node, node.in(0), node.out())]),
    ],
    vjp: (node, [cotangent]) => [
      cotangent && node.emit.op('Mul', [cotangent, slope(node, node.in(0), node.out())]),
    ],
  };
}
