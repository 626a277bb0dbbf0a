/** Sums of derivatives over axes: whatever does not vary along them stays outside. */
import { ints } from '../emitter.js';
import type { Emitter, Value } from '../emitter.js';
import { fixedDim, isFixed } from '../../onnx/valueType.js';
import { type Shape, sizeAt } from '../shapes.js';
import {
  type Linear,
  type Term,
  patternOf,
  primalPart,
  shapeOf,
  tidy,
  timesPrimal,
  unitAt,
} from './term.js';

export type Reduction = 'ReduceSum' | 'ReduceMean';

/**
 * Sum or mean over axes, counted from the end and kept with size 1; undefined where a term is the
 * same along an axis of unknown size that is summed over.
 */
export function reducedOver(
  emit: Emitter,
  linear: Linear,
  axes: readonly number[],
  opType: Reduction,
): Linear | undefined {
  const terms: Term[] = [];
  for (const term of linear.terms) {
    const reduced = reducedTerm(emit, linear, term, axes, opType);
    if (!reduced) return undefined;
    terms.push(reduced);
  }
  return tidy(emit, { shape: reducedShape(linear, axes), terms });
}

const reducedShape = ({ shape }: Linear, axes: readonly number[]): Shape =>
  shape.map((dim, i) => (axes.includes(i - shape.length) ? fixedDim(1) : dim));

function reducedTerm(
  emit: Emitter,
  linear: Linear,
  term: Term,
  axes: readonly number[],
  opType: Reduction,
): Term | undefined {
  const varies = (value: Value, axis: number) => !unitAt(emit, value, axis);
  const inner = term.factors.filter((factor) => axes.some((axis) => varies(factor, axis)));
  const outer = term.factors.filter((factor) => !inner.includes(factor));
  let factor = primalPart(emit, { ...term, factors: inner });
  const alongD = axes.filter((axis) => varies(term.d, axis));
  const alongFactor = axes.filter((axis) => factor !== undefined && varies(factor, axis));
  const alone = alongFactor.filter((axis) => !alongD.includes(axis));
  if (factor !== undefined && alone.length > 0) factor = reduce(emit, opType, factor, alone);
  const count = repeats(linear, [...alongD, ...alongFactor], axes, opType);
  if (count === undefined) return undefined;
  const common = alongD.filter((axis) => alongFactor.includes(axis));
  const dAlone = alongD.filter((axis) => !common.includes(axis));
  const partial = dAlone.length > 0 ? reduce(emit, opType, term.d, dAlone) : term.d;
  const base =
    common.length > 0 && factor !== undefined
      ? { ...term, d: contracted(emit, partial, factor, common, opType), factors: outer }
      : { ...term, d: partial, factors: outer };
  const remaining = common.length > 0 ? undefined : factor;
  const result = remaining === undefined ? base : timesPrimal(emit, base, remaining);
  return count === 1 ? result : timesPrimal(emit, result, emit.scalar(count));
}

/** How often a sum meets the same element, for the axes along which nothing varies. */
function repeats(
  { shape }: Linear,
  varying: readonly number[],
  axes: readonly number[],
  opType: Reduction,
): number | undefined {
  if (opType === 'ReduceMean') return 1;
  const still = axes.filter((axis) => !varying.includes(axis)).map((axis) => sizeAt(shape, axis));
  return still.every((dim) => isFixed(dim))
    ? still.reduce((n, dim) => n * (dim?.fixed ?? 1), 1)
    : undefined;
}

const reduce = (emit: Emitter, opType: Reduction, value: Value, axes: readonly number[]): Value =>
  emit.op(opType, [value, emit.int64([...axes].sort((a, b) => a - b))]);

/** Σ d ⊙ factor over axes along which both vary: as a matrix product where no pass over d is saved. */
function contracted(
  emit: Emitter,
  d: Value,
  factor: Value,
  axes: readonly number[],
  opType: Reduction,
): Value {
  const asProduct = productOver(emit, d, shared(emit, d, factor, axes, opType), axes);
  return asProduct ?? reduce(emit, opType, emit.op('Mul', [d, factor]), axes);
}

/** The factor to sum with: for a mean, divided by how many there are, where that is known. */
function shared(
  emit: Emitter,
  d: Value,
  factor: Value,
  axes: readonly number[],
  opType: Reduction,
): Value | undefined {
  if (opType === 'ReduceSum') return factor;
  const sizes = axes.map((axis) => sizeAt(shapeOf(emit, d), axis));
  if (!sizes.every((dim) => isFixed(dim))) return undefined;
  const count = sizes.reduce((n, dim) => n * (dim?.fixed ?? 1), 1);
  return emit.op('Mul', [factor, emit.scalar(1 / count)]);
}

/** [.., 1, H] · [.., S, H]ᵀ, [.., S, H] · [H, 1], [.., S, 1]ᵀ · [.., S, H], [1, S] · [.., S, H]. */
function productOver(
  emit: Emitter,
  d: Value,
  factor: Value | undefined,
  [axis, ...more]: readonly number[],
): Value | undefined {
  const rank = shapeOf(emit, d).length;
  if (factor === undefined || more.length > 0 || (axis !== -1 && axis !== -2)) return undefined;
  const wide = matrix(emit, factor);
  if (axis === -1) {
    if (unitAt(emit, d, -2)) {
      return transposed(emit, emit.op('MatMul', [d, transposed(emit, wide)]));
    }
    return patternOf(emit, wide).join() === '-1'
      ? emit.op('MatMul', [d, transposed(emit, wide)])
      : undefined;
  }
  if (unitAt(emit, d, -1)) return emit.op('MatMul', [transposed(emit, d), wide]);
  return patternOf(emit, wide).join() === '-2' && rank > 2
    ? emit.op('MatMul', [transposed(emit, wide), d])
    : undefined;
}

/** A primal factor with two axes at least, as products need them. */
export function matrix(emit: Emitter, value: Value): Value {
  const rank = shapeOf(emit, value).length;
  const missing = Array.from({ length: Math.max(0, 2 - rank) }, (_, i) => i);
  return missing.length === 0 ? value : emit.op('Unsqueeze', [value, emit.int64(missing)]);
}

/** The last two axes swapped. */
export function transposed(emit: Emitter, value: Value): Value {
  const rank = shapeOf(emit, value).length;
  const permutation = Array.from({ length: rank }, (_, i) => i);
  [permutation[rank - 2], permutation[rank - 1]] = [rank - 1, rank - 2];
  return emit.op('Transpose', [value], { perm: ints(permutation) });
}
