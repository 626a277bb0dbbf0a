/** Axes moved, split, merged, added and dropped: each factor of a term follows on its own. */
import { isFixed } from '../../onnx/valueType.js';
import { type Emitter, type Value, ints } from '../emitter.js';
import { type Shape, sameShape, sizeAt } from '../shapes.js';
import { type Group, regrouping } from './regroup.js';
import { type Linear, type Term, settled, shapeOf, tidy, timesPrimal } from './term.js';

/** A term made anew of factors that were moved. */
function remade(emit: Emitter, term: Term, d: Value, factors: readonly Value[]): Term {
  const base: Term = { ...term, d, factors: [] };
  return factors.reduce((made, factor) => timesPrimal(emit, made, factor), base);
}

export function permuted(emit: Emitter, { shape, terms }: Linear, perm: readonly number[]): Linear {
  const target = perm.map((axis) => shape[axis] ?? null);
  return {
    shape: target,
    terms: terms.map((term) =>
      remade(
        emit,
        term,
        emit.op('Transpose', [term.d], { perm: ints(perm) }),
        term.factors.map((factor) => permutedPrimal(emit, factor, perm)),
      ),
    ),
  };
}

/** A primal factor has no direction axis, which stays in front, and may lack further leading ones. */
function permutedPrimal(emit: Emitter, factor: Value, perm: readonly number[]): Value {
  const own = shapeOf(emit, factor);
  const still = perm.findIndex((axis, i) => axis !== i);
  const rank = perm.length;
  // Axes before the first that moves stay; a factor that has none of the others does not change.
  if (still < 0 || own.length === 0) return factor;
  const needed = rank - still;
  const wide = widened(emit, factor, needed);
  const offset = rank - shapeOf(emit, wide).length;
  const inner = perm.slice(offset).map((axis) => axis - offset);
  return emit.op('Transpose', [wide], { perm: ints(inner) });
}

/** With leading axes of size 1, so that there are `rank` at least. */
function widened(emit: Emitter, value: Value, rank: number): Value {
  const missing = rank - shapeOf(emit, value).length;
  if (missing <= 0) return value;
  return emit.op('Unsqueeze', [value, emit.int64(Array.from({ length: missing }, (_, i) => i))]);
}

/** @param axes of the result, from the end */
export function unsqueezed(
  emit: Emitter,
  { shape, terms }: Linear,
  axes: readonly number[],
): Linear {
  const rank = shape.length + axes.length;
  const kept = [...shape];
  const target = Array.from({ length: rank }, (_, i) =>
    axes.includes(i - rank) ? { fixed: 1, perToken: 0 } : (kept.shift() ?? null),
  );
  const insert = (value: Value) => {
    // Axes in front of a primal factor's first are implied.
    let length = shapeOf(emit, value).length;
    const inside = [...axes]
      .sort((a, b) => b - a)
      .filter((axis) => {
        const counts = -axis <= length;
        if (counts) length += 1;
        return counts;
      });
    return inside.length === 0
      ? value
      : emit.op('Unsqueeze', [value, emit.int64(inside.sort((a, b) => a - b))]);
  };
  return {
    shape: target,
    terms: terms.map((term) => ({
      ...term,
      d: emit.op('Unsqueeze', [term.d, emit.int64([...axes].sort((a, b) => a - b))]),
      factors: term.factors.map(insert),
    })),
  };
}

/** @param axes of size 1, from the end */
export function squeezed(emit: Emitter, { shape, terms }: Linear, axes: readonly number[]): Linear {
  const drop = (value: Value) => {
    const rank = shapeOf(emit, value).length;
    const own = axes.filter((axis) => -axis <= rank).sort((a, b) => a - b);
    return own.length === 0 ? value : emit.op('Squeeze', [value, emit.int64(own)]);
  };
  return {
    shape: shape.filter((_, i) => !axes.includes(i - shape.length)),
    terms: terms.map((term) => ({ ...term, d: drop(term.d), factors: term.factors.map(drop) })),
  };
}

/**
 * Reshaped to `target`.
 * @param sizes the node's own vector of sizes, for values of the whole's shape
 */
export function reshaped(emit: Emitter, linear: Linear, target: Shape, sizes: Value): Linear {
  const groups = regrouping(linear.shape, target);
  const terms: Term[] = [];
  const rest: Term[] = [];
  for (const term of linear.terms) {
    const moved = groups && movedTerm(emit, linear.shape, target, groups, term);
    if (moved) terms.push(moved);
    else rest.push(term);
  }
  if (rest.length > 0) {
    const piece = settled(emit, { ...linear, terms: rest });
    const d = emit.op('Reshape', [piece, sizes]);
    terms.push({ negative: false, d, factors: [] });
  }
  return tidy(emit, { shape: target, terms });
}

function movedTerm(
  emit: Emitter,
  source: Shape,
  target: Shape,
  groups: readonly Group[],
  term: Term,
): Term | undefined {
  const d = regrouped(emit, term.d, source, target, groups);
  const factors = term.factors.map((factor) => regrouped(emit, factor, source, target, groups));
  if (d === undefined || !factors.every((factor) => factor !== undefined)) return undefined;
  return remade(emit, term, d, factors);
}

/** A factor reshaped as the whole is; undefined where it varies along some axes of a group only. */
function regrouped(
  emit: Emitter,
  value: Value,
  source: Shape,
  target: Shape,
  groups: readonly Group[],
): Value | undefined {
  const own = shapeOf(emit, value);
  const offset = source.length - own.length;
  const sizes: (Shape[number] | undefined)[] = target.map(() => undefined);
  for (const { from, to } of groups) {
    const wide = from.filter((axis) => !isFixed(source[axis] ?? null, 1));
    const varying = wide.filter((axis) => !isFixed(sizeAt(own, axis - source.length), 1));
    if (varying.length > 0 && varying.length < wide.length) return undefined;
    const all = varying.length > 0 || wide.length === 0;
    for (const axis of to) sizes[axis] = all ? (target[axis] ?? null) : { fixed: 1, perToken: 0 };
  }
  const first = groups.find(({ from }) => from.some((axis) => axis >= offset));
  const start = own.length === source.length ? 0 : Math.min(target.length, first?.to[0] ?? 0);
  const shape = sizes.slice(start).map((size) => size ?? null);
  if (sameShape(shape, own)) return value;
  const pattern = shape.map((dim, i) => {
    if (isFixed(dim)) return dim?.fixed ?? 1;
    return sameShape([dim], [own[i] ?? { fixed: 0, perToken: 0 }]) ? 0 : -1;
  });
  if (pattern.filter((size) => size === -1).length > 1) return undefined;
  return emit.op('Reshape', [value, emit.int64(pattern)]);
}
