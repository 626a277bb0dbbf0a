/**
 * Slice: x from start to end by step along some axes; tangents likewise, cotangents are put back
 * among zeros. https://onnx.ai/onnx/operators/onnx__Slice.html (opset 13)
 *
 * Going back, the positions that were read come from slicing 0, 1, 2, … alike; consecutive ones are
 * undone by padding. Assumes that axes and steps are constant and that something was read.
 */
import { int, type Value } from '../emitter.js';
import type { NodeContext, Rule } from '../rule.js';
import { addAtPlaces, asInt64, countTo, sizeOf } from './support/positions.js';

/** Sliced axes, from the end. */
function slicedAxes(node: NodeContext): readonly number[] {
  const count = node.size(node.in(1), 0);
  const axes = node.intsInput(3) ?? Array.from({ length: count }, (_, i) => i);
  return axes.map((axis) => node.fromEnd(axis, node.rank(node.in(0))));
}

const stepsOf = (node: NodeContext): readonly number[] =>
  node.intsInput(4) ?? slicedAxes(node).map(() => 1);

/** Positions read along the `i`th sliced axis: 0, 1, … sliced as x was. */
function placesRead(node: NodeContext, i: number, size: Value): Value {
  const { emit } = node;
  const at = (bound: Value) => emit.op('Gather', [bound, emit.int64([i])], { axis: int(0) });
  const [start, end] = [at(asInt64(node, node.in(1))), at(asInt64(node, node.in(2)))];
  const step = emit.int64([stepsOf(node)[i] ?? 1]);
  return emit.op('Slice', [countTo(node, size), start, end, emit.int64([0]), step]);
}

/** Zeros around what was read consecutively along one axis. */
function padBack(
  node: NodeContext,
  slices: Value,
  axis: number,
  places: Value,
  size: Value,
): Value {
  const { emit } = node;
  const first = emit.op('Slice', [places, emit.int64([0]), emit.int64([1])]);
  const count = emit.op('Shape', [places]);
  const after = emit.op('Sub', [emit.op('Sub', [size, first]), count]);
  // For every axis: where Pad names its axes, onnxruntime 1.30 moves transpositions past it wrongly.
  const rank = node.rank(node.in(0)) + 1;
  const zeros = (count: number) => (count > 0 ? [emit.int64(Array<number>(count).fill(0))] : []);
  const [before, behind] = [zeros(rank + axis), zeros(-axis - 1)];
  const all = [...before, first, ...behind, ...before, after, ...behind];
  const pads = emit.op('Concat', all, { axis: int(0) });
  return emit.op('Pad', [slices, pads, emit.scalar(0)]);
}

export const slice: Rule = {
  jvp(node, [tangent]) {
    if (tangent === undefined) return [undefined];
    const { emit } = node;
    const [starts, ends] = [asInt64(node, node.in(1)), asInt64(node, node.in(2))];
    const [axes, steps] = [emit.int64(slicedAxes(node)), emit.int64(stepsOf(node))];
    return [emit.op('Slice', [tangent, starts, ends, axes, steps])];
  },
  vjp(node, [cotangent]) {
    if (cotangent === undefined) return [];
    const rank = node.rank(node.in(0));
    const back = slicedAxes(node).reduce((slices, axis, i) => {
      const size = sizeOf(node, node.in(0), rank + axis);
      const places = placesRead(node, i, size);
      return stepsOf(node)[i] === 1
        ? padBack(node, slices, axis, places, size)
        : addAtPlaces(node, slices, { axis: rank + 1 + axis, rank: rank + 1 }, places, size);
    }, cotangent);
    return [back];
  },
};
