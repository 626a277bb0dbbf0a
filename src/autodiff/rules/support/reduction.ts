/** What the Reduce* operators share: which axes, counted from the end, their keepdims, their rule. */
import { int, type Value } from '../../emitter.js';
import type { NodeContext, Rule } from '../../rule.js';

/**
 * Axes reduced by a Reduce* node (axes as an input, as in opset 18), counted from the end, so that
 * they hold for derivatives too. Empty when the node is a no-op.
 */
export function reducedAxes(node: NodeContext): readonly number[] {
  const rank = node.rank(node.in(0));
  const axes = node.intsInput(1) ?? [];
  if (axes.length > 0) return axes.map((axis) => node.fromEnd(axis, rank)).sort((a, b) => a - b);
  if (node.int('noop_with_empty_axes', 0) === 1) return [];
  return Array.from({ length: rank }, (_, i) => i - rank);
}

/** A reduction's output, or a derivative of it, with its reduced axes of size 1 back in place. */
export function keepReduced(node: NodeContext, value: Value, axes: readonly number[]): Value {
  if (node.int('keepdims', 1) === 1) return value;
  return node.emit.op('Unsqueeze', [value, node.emit.int64(axes)]);
}

/**
 * dy = Σ w ⊙ dx over the reduced axes, x̄ = w ⊙ ȳ. `weight` returns w, in the shape of x, given x
 * and the output with its axes kept; without it w is 1.
 */
export function reduction(weight?: (node: NodeContext, x: Value, y: Value) => Value): Rule {
  const weightOf = (node: NodeContext, axes: readonly number[]) => {
    if (weight && axes.length === 0) node.refuse('it reduces nothing');
    return weight?.(node, node.in(0), keepReduced(node, node.out(), axes));
  };
  return {
    jvp(node, [tangent]) {
      if (tangent === undefined) return [undefined];
      const axes = reducedAxes(node);
      const w = weightOf(node, axes);
      const terms = w === undefined ? tangent : node.times(tangent, w);
      if (axes.length === 0) return [terms];
      const keepdims = int(node.int('keepdims', 1));
      return [node.emit.op('ReduceSum', [terms, node.emit.int64(axes)], { keepdims })];
    },
    vjp(node, [cotangent]) {
      if (cotangent === undefined) return [];
      const axes = reducedAxes(node);
      const w = weightOf(node, axes);
      const kept = axes.length === 0 ? cotangent : keepReduced(node, cotangent, axes);
      return [w === undefined ? node.expandTo(kept, node.in(0)) : node.emit.op('Mul', [kept, w])];
    },
  };
}

/** w for the extremum of a reduction: where x attains it, shared equally among ties. */
export function attained(node: NodeContext, x: Value, y: Value): Value {
  const { emit } = node;
  const hit = emit.op('Where', [emit.op('Equal', [x, y]), emit.scalar(1), emit.scalar(0)]);
  const axes = reducedAxes(node);
  return axes.length === 0
    ? hit
    : emit.op('Div', [hit, emit.op('ReduceSum', [hit, emit.int64(axes)])]);
}
