/**
 * ScatterND without reduction: y = x with slices replaced at index tuples. Tangents likewise; back,
 * x̄ = ȳ with zeros there, and the updates' cotangents are gathered there.
 * https://onnx.ai/onnx/operators/onnx__ScatterND.html (opset 18)
 *
 * Derivatives are turned to [.., K], because indices address the first axes. Assumes no index
 * occurs twice, without which the value itself would be undefined.
 */
import { ints, type Value } from '../emitter.js';
import type { NodeContext, Rule } from '../rule.js';

/** [K, ..] → [.., K] for a derivative with `rank` axes besides K. */
const directionsLast = (node: NodeContext, derivative: Value, rank: number): Value => {
  const perm = Array.from({ length: rank + 1 }, (_, i) => (i + 1) % (rank + 1));
  return node.emit.op('Transpose', [derivative], { perm: ints(perm) });
};

const directionsFirst = (node: NodeContext, derivative: Value, rank: number): Value => {
  const perm = Array.from({ length: rank + 1 }, (_, i) => (i + rank) % (rank + 1));
  return node.emit.op('Transpose', [derivative], { perm: ints(perm) });
};

function scatter(node: NodeContext, into: Value, updates: Value): Value {
  if (node.string('reduction', 'none') !== 'none') node.refuse('it has a reduction');
  const [rank, updateRank] = [node.rank(node.in(0)), node.rank(node.in(2))];
  const scattered = node.emit.op('ScatterND', [
    directionsLast(node, into, rank),
    node.in(1),
    directionsLast(node, updates, updateRank),
  ]);
  return directionsFirst(node, scattered, rank);
}

export const scatterND: Rule = {
  jvp(node, [dx, , dUpdates]) {
    const known = dx ?? dUpdates;
    if (known === undefined) return [undefined];
    const into = dx ?? node.zeros(known, node.in(0));
    return [scatter(node, into, dUpdates ?? node.zeros(known, node.in(2)))];
  },
  vjp(node, [cotangent]) {
    if (cotangent === undefined) return [];
    const turned = () => directionsLast(node, cotangent, node.rank(node.in(0)));
    const gathered = () => node.emit.op('GatherND', [turned(), node.in(1)]);
    return [
      node.wants(0) ? scatter(node, cotangent, node.zeros(cotangent, node.in(2))) : undefined,
      undefined,
      node.wants(2) ? directionsFirst(node, gathered(), node.rank(node.in(2))) : undefined,
    ];
  },
};
