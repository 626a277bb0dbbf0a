/** What the Reduce* operators share: which axes, counted from the end, and their keepdims. */
import type { Value } from '../../emitter.js';
import type { NodeContext } from '../../rule.js';

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

/** The cotangent of a reduction's output with its reduced axes of size 1 back in place. */
export function keepReduced(node: NodeContext, cotangent: Value, axes: readonly number[]): Value {
  if (node.int('keepdims', 1) === 1) return cotangent;
  return node.emit.op('Unsqueeze', [cotangent, node.emit.int64(axes)]);
}
