/**
 * Data movement by position: along one axis, y takes slices of x at given places. Going back,
 * slices are added to where they came from.
 */
import { int, ints, type Value } from '../../emitter.js';
import type { NodeContext } from '../../rule.js';

/**
 * [.., n, ..] with n slices along `axis` (from the start, direction axis counted) → [.., size, ..]
 * with each added at its place. One-hot rows turn that into a matrix product: scattering with
 * repeated places would need an ordered reduction.
 */
export function addAtPlaces(
  node: NodeContext,
  slices: Value,
  { axis, rank }: { readonly axis: number; readonly rank: number },
  places: Value,
  size: Value,
): Value {
  const { emit } = node;
  const oneHot = emit.op('OneHot', [places, size, emit.floats([0, 1])], { axis: int(-1) });
  const last = rank - 1;
  if (axis === last) return emit.op('MatMul', [slices, oneHot]);
  const swap = Array.from({ length: rank }, (_, i) => (i === axis ? last : i === last ? axis : i));
  if (axis === last - 1) {
    // [size, n] · [.., n, H]: no transposition of what has directions.
    const turned = emit.op('Transpose', [oneHot], { perm: ints([1, 0]) });
    return emit.op('MatMul', [turned, slices]);
  }
  const moved = emit.op('Transpose', [slices], { perm: ints(swap) });
  return emit.op('Transpose', [emit.op('MatMul', [moved, oneHot])], { perm: ints(swap) });
}

const INT64 = 7;

/** A primal integer value as int64. */
export function asInt64(node: NodeContext, value: Value): Value {
  const { dtype } = node.type(value);
  return dtype === 'int64' ? value : node.emit.op('Cast', [value], { to: int(INT64) });
}

/** Flat int64 positions from a primal tensor of indices, of which negative ones count from the end. */
export function flatPlaces(node: NodeContext, indices: Value, size: Value): Value {
  const { emit } = node;
  const flat = emit.op('Reshape', [asInt64(node, indices), emit.int64([-1])]);
  const negative = emit.op('Less', [flat, emit.int64([0])]);
  return emit.op('Where', [negative, emit.op('Add', [flat, size]), flat]);
}

/** int64 [1]: the size of one axis of a primal value. */
export function sizeOf(node: NodeContext, value: Value, axis: number): Value {
  const dim = node.shape(value)[axis];
  return dim?.perToken === 0
    ? node.emit.int64([dim.fixed])
    : node.emit.op('Shape', [value], { start: int(axis), end: int(axis + 1) });
}

/** 0, 1, …, size − 1 as int64. */
export function countTo(node: NodeContext, size: Value): Value {
  const { emit } = node;
  const [zero, one] = [emit.int64([0]), emit.int64([1])];
  const scalar = (value: Value) => emit.op('Squeeze', [value, zero]);
  return emit.op('Range', [scalar(zero), scalar(size), scalar(one)]);
}
