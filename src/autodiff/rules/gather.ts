/**
 * Gather: y = slices of x along `axis` picked by indices; tangents are gathered alike, cotangents
 * added back to where they came from.
 * https://onnx.ai/onnx/operators/onnx__Gather.html (opset 13)
 */
import { type Value, int } from '../emitter.js';
import type { NodeContext, Rule } from '../rule.js';
import { addAtPlaces, flatPlaces, sizeOf } from './support/positions.js';

export const gather: Rule = {
  jvp(node, [tangent]) {
    if (tangent === undefined) return [undefined];
    const axis = node.fromEnd(node.int('axis', 0), node.rank(node.in(0)));
    return [node.emit.op('Gather', [tangent, node.in(1)], { axis: int(axis) })];
  },
  vjp(node, [cotangent]) {
    if (cotangent === undefined) return [];
    const [x, indices] = [node.in(0), node.in(1)];
    const rank = node.rank(x);
    const axis = rank + node.fromEnd(node.int('axis', 0), rank);
    const size = sizeOf(node, x, axis);
    const places = flatPlaces(node, indices, size);
    const slices = mergeIndexAxes(node, cotangent, axis + 1, node.rank(indices));
    return [addAtPlaces(node, slices, { axis: axis + 1, rank: rank + 1 }, places, size)];
  },
};

/** [K, ..before, ..indices, ..after] → [K, ..before, number of indices, ..after]. */
function mergeIndexAxes(node: NodeContext, cotangent: Value, at: number, indexRank: number): Value {
  const { emit } = node;
  if (indexRank === 1) return cotangent;
  if (indexRank === 0) return emit.op('Unsqueeze', [cotangent, emit.int64([at])]);
  const shape = emit.op('Shape', [cotangent]);
  const end = node.rank(node.out()) + 1;
  const sizes = (from: number, to: number) =>
    emit.op('Slice', [shape, emit.int64([from]), emit.int64([to])]);
  const parts = [sizes(0, at), emit.int64([-1]), sizes(at + indexRank, end)];
  return emit.op('Reshape', [cotangent, emit.op('Concat', parts, { axis: int(0) })]);
}
