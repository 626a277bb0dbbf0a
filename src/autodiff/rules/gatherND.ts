/**
 * GatherND: y = slices of x at index tuples. The tuples become flat positions by gathering from a
 * tensor of positions, so that one Gather moves derivatives, and one product puts them back.
 * https://onnx.ai/onnx/operators/onnx__GatherND.html (opset 13)
 */
import { int, type Value } from '../emitter.js';
import type { NodeContext, Rule } from '../rule.js';
import { addAtPlaces, countTo } from './support/positions.js';

interface Places {
  /** Leading axes of x that an index tuple (with its batch) addresses. */
  readonly leading: number;
  /** int64 [n]: which of those flattened axes' slices each output slice is. */
  readonly flat: Value;
  /** int64 [1]: how many slices there are. */
  readonly size: Value;
}

function placesOf(node: NodeContext): Places {
  const { emit } = node;
  const [x, indices] = [node.in(0), node.in(1)];
  const batch = node.int('batch_dims', 0);
  const leading = batch + node.size(indices, -1);
  const shape = emit.op('Shape', [x], { end: int(leading) });
  const size = emit.op('ReduceProd', [shape, emit.int64([0])]);
  const numbered = emit.op('Reshape', [countTo(node, size), shape]);
  const places = emit.op('GatherND', [numbered, indices], { batch_dims: int(batch) });
  return { leading, flat: emit.op('Reshape', [places, emit.int64([-1])]), size };
}

/** The trailing sizes of x, which gathering leaves alone. */
const rest = (node: NodeContext, leading: number): Value =>
  node.emit.op('Shape', [node.in(0)], { start: int(leading) });

export const gatherND: Rule = {
  jvp(node, [tangent]) {
    if (tangent === undefined) return [undefined];
    const { emit } = node;
    const { leading, flat } = placesOf(node);
    const parts = [emit.int64([0, -1]), rest(node, leading)];
    const rows = emit.op('Reshape', [tangent, emit.op('Concat', parts, { axis: int(0) })]);
    const picked = emit.op('Gather', [rows, flat], { axis: int(1) });
    const directions = emit.op('Shape', [tangent], { end: int(1) });
    const shape = [directions, node.shapeValue(node.out())];
    return [emit.op('Reshape', [picked, emit.op('Concat', shape, { axis: int(0) })])];
  },
  vjp(node, [cotangent]) {
    if (cotangent === undefined) return [];
    const { emit } = node;
    const { leading, flat, size } = placesOf(node);
    const parts = [emit.int64([0, -1]), rest(node, leading)];
    const slices = emit.op('Reshape', [cotangent, emit.op('Concat', parts, { axis: int(0) })]);
    const rank = 2 + node.rank(node.in(0)) - leading;
    const rows = addAtPlaces(node, slices, { axis: 1, rank }, flat, size);
    const directions = emit.op('Shape', [cotangent], { end: int(1) });
    const shape = [directions, node.shapeValue(node.in(0))];
    return [emit.op('Reshape', [rows, emit.op('Concat', shape, { axis: int(0) })])];
  },
};
