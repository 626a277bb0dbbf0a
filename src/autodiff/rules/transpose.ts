/**
 * Transpose: axes permuted by `perm` (default: reversed); back by the inverse permutation.
 * https://onnx.ai/onnx/operators/onnx__Transpose.html (opset 21)
 */
import { ints } from '../emitter.js';
import type { NodeContext, Rule } from '../rule.js';

function permutation(node: NodeContext): readonly number[] {
  const rank = node.rank(node.in(0));
  return node.ints('perm') ?? Array.from({ length: rank }, (_, i) => rank - 1 - i);
}

/** The permutation of [K, ..], which leaves the direction axis in place. */
const withDirections = (perm: readonly number[]) => ints([0, ...perm.map((axis) => axis + 1)]);

export const transpose: Rule = {
  jvp: (node, [tangent]) => [
    tangent && node.emit.op('Transpose', [tangent], { perm: withDirections(permutation(node)) }),
  ],
  vjp(node, [cotangent]) {
    if (cotangent === undefined) return [];
    const perm = permutation(node);
    const inverse = perm.map((_, axis) => perm.indexOf(axis));
    return [node.emit.op('Transpose', [cotangent], { perm: withDirections(inverse) })];
  },
};
