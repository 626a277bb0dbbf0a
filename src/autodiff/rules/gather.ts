/**
 * Gather: y = slices of x along `axis` picked by constant indices; tangents are gathered alike,
 * cotangents added back to where they came from.
 * https://onnx.ai/onnx/operators/onnx__Gather.html (opset 13)
 *
 * Assumes indices independent of the text's content, which holds for every path behind the
 * embeddings. Going back, one-hot rows turn the scatter into a matrix product, because ScatterND
 * with repeated indices would need an ordered reduction.
 */
import { type Emitter, type Value, int, ints } from '../emitter.js';
import type { Rule } from '../rule.js';

export const gather: Rule = {
  jvp(node, [tangent]) {
    if (tangent === undefined) return [undefined];
    const axis = node.fromEnd(node.int('axis', 0), node.rank(node.in(0)));
    return [node.emit.op('Gather', [tangent, node.in(1)], { axis: int(axis) })];
  },
  vjp(node, [cotangent]) {
    if (cotangent === undefined) return [];
    const { emit } = node;
    const [x, indices] = [node.in(0), node.in(1)];
    const rank = node.rank(x);
    // Places count the direction axis: x's axis `at − 1` is axis `at` of its derivative.
    const at = rank + 1 + node.fromEnd(node.int('axis', 0), rank);
    const merged = mergeIndexAxes(emit, cotangent, at, node.rank(indices), rank);
    const toLast = without(rank + 1, at).concat(at);
    const last = at === rank ? merged : emit.op('Transpose', [merged], { perm: ints(toLast) });
    const spread = emit.op('MatMul', [last, oneHot(emit, x, indices, at - 1)]);
    const back = toLast.map((_, axis) => toLast.indexOf(axis));
    return [at === rank ? spread : emit.op('Transpose', [spread], { perm: ints(back) })];
  },
};

/** [number of indices, size of x's axis]: a one where an index points. */
function oneHot(emit: Emitter, x: Value, indices: Value, axis: number): Value {
  const flat = emit.op('Reshape', [indices, emit.int64([-1])]);
  const size = emit.op('Gather', [emit.op('Shape', [x]), emit.int64([axis])]);
  const fromStart = emit.op('Where', [
    emit.op('Less', [flat, emit.int64([0])]),
    emit.op('Add', [flat, size]),
    flat,
  ]);
  return emit.op('OneHot', [fromStart, size, emit.floats([0, 1])], { axis: int(-1) });
}

/** [K, ..before, ..indices, ..after] → [K, ..before, number of indices, ..after]. */
function mergeIndexAxes(
  emit: Emitter,
  cotangent: Value,
  at: number,
  indexRank: number,
  rank: number,
): Value {
  if (indexRank === 1) return cotangent;
  if (indexRank === 0) return emit.op('Unsqueeze', [cotangent, emit.int64([at])]);
  const shape = emit.op('Shape', [cotangent]);
  const sizes = (from: number, to: number) =>
    emit.op('Slice', [shape, emit.int64([from]), emit.int64([to])]);
  const parts = [sizes(0, at), emit.int64([-1])];
  if (at < rank) parts.push(sizes(at + indexRank, rank + indexRank));
  return emit.op('Reshape', [cotangent, emit.op('Concat', parts, { axis: int(0) })]);
}

const without = (count: number, axis: number) =>
  Array.from({ length: count }, (_, i) => i).filter((i) => i !== axis);
