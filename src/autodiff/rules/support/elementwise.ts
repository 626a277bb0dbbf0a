/**
 * y = f(x), element by element. Both directions multiply by f′(x), which has the primal's shape and
 * is computed once for all directions.
 */
import type { Emitter, Value } from '../../emitter.js';
import type { NodeContext, Rule } from '../../rule.js';

/** `slope` returns the value f′(x), given the node; it may use both x and y. */
export function elementwise(slope: (node: NodeContext, x: Value, y: Value) => Value): Rule {
  const apply: Rule['jvp'] = (node, [derivative]) => [
    derivative && node.times(derivative, slope(node, node.in(0), node.out())),
  ];
  return { jvp: apply, vjp: apply };
}

/** 1 where the condition holds, else 0. */
export function indicator(emit: Emitter, condition: Value): Value {
  return emit.op('Where', [condition, emit.scalar(1), emit.scalar(0)]);
}
