/** y = f(x₁, …, xₙ) with broadcasting: dy = Σ wᵢ ⊙ dxᵢ, with weights in the shape of y or scalars. */
import type { Value } from '../../emitter.js';
import { type NodeContext, type Rule, sum } from '../../rule.js';

/** The weight of an input. */
export type Weight = number | Value;

const weighted = (node: NodeContext, derivative: Value, weight: Weight): Value =>
  typeof weight === 'number'
    ? node.emit.op('Mul', [derivative, node.emit.scalar(weight)])
    : node.times(derivative, weight);

/** `weight` returns wᵢ. */
export function variadic(weight: (node: NodeContext, i: number) => Weight): Rule {
  return {
    jvp(node, tangents) {
      const terms = tangents.map(
        (tangent, i) =>
          tangent && weighted(node, node.spread(tangent, node.in(i), node.out()), weight(node, i)),
      );
      return [sum(node.emit, ...terms)];
    },
    vjp(node, [cotangent]) {
      if (cotangent === undefined) return [];
      return node.node.inputs.map((_, i) =>
        node.wants(i)
          ? node.sumTo(weighted(node, cotangent, weight(node, i)), node.out(), node.in(i))
          : undefined,
      );
    },
  };
}

/** wᵢ for the extremum of the inputs: 1 where xᵢ attains it, shared equally among ties. */
export function attainedBy(node: NodeContext, i: number): Value {
  const { emit } = node;
  const hits = node.node.inputs.map((input) =>
    emit.op('Where', [emit.op('Equal', [input, node.out()]), emit.scalar(1), emit.scalar(0)]),
  );
  const own = hits[i] ?? node.refuse(`input ${i} is missing`);
  return hits.length < 2
    ? own
    : emit.op('Div', [own, hits.reduce((a, b) => emit.op('Add', [a, b]))]);
}
