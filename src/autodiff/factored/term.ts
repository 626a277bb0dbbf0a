/**
 * Derivatives as sums of terms ± d ⊙ f ⊙ g ⊙ …: a factor d that depends on the directions, times
 * primal ones that do not. A term broadcasts to the shape of the whole. What acts on one factor alone,
 * such as the product of select[K,S,1] ⊙ delta[S,H] with a matrix, costs no more than that factor.
 */
import { isFixed } from '../../onnx/valueType.js';
import type { Emitter, Value } from '../emitter.js';
import { type Shape, broadcastShapes, sameShape, sizeAt } from '../shapes.js';

export interface Term {
  readonly negative: boolean;
  /** Of the rank of the whole, the direction axis first. */
  readonly d: Value;
  /** Of any rank, aligned at the end; no two vary along the same axes. */
  readonly factors: readonly Value[];
}

export interface Linear {
  /** [K, ..]. */
  readonly shape: Shape;
  readonly terms: readonly Term[];
}

/** Shape of a value whose inputs have known ones. */
export function shapeOf(emit: Emitter, value: Value): Shape {
  const shape = emit.typeOf(value)?.shape;
  if (shape) return shape;
  throw new UnknownShape(`Factor: expected ${value} of a known shape, got none`);
}

/** A rewrite met a value of which nothing says the shape: the derivative stays as the rules gave it. */
export class UnknownShape extends Error {
  override readonly name = 'UnknownShape';
}

/** Whether a value is the same along an axis, counted from the end. */
export const unitAt = (emit: Emitter, value: Value, axis: number): boolean =>
  isFixed(sizeAt(shapeOf(emit, value), axis), 1);

/** The axes, from the end, along which a value varies. */
export function patternOf(emit: Emitter, value: Value): readonly number[] {
  const shape = shapeOf(emit, value);
  return shape.map((_, i) => i - shape.length).filter((axis) => !isFixed(sizeAt(shape, axis), 1));
}

const covers = (whole: readonly number[], part: readonly number[]): boolean =>
  part.every((axis) => whole.includes(axis));

/** Whether a term's d alone has as many elements as the whole. */
export const isFull = (emit: Emitter, { shape }: Linear, { d }: Term): boolean =>
  shape.every((dim, i) => isFixed(dim, 1) || !unitAt(emit, d, i - shape.length));

/** Sizes to compare costs at; which of two is cheaper is the same over wide ranges. */
const [TOKENS, DIRECTIONS] = [64, 16];

/** Elements of a shape at nominal sizes. */
export const nominalSize = (shape: Shape): number =>
  shape.reduce((n, dim) => n * (dim ? dim.fixed + dim.perToken * TOKENS : DIRECTIONS), 1);

/** A derivative in one piece. */
export const whole = (emit: Emitter, d: Value): Linear => ({
  shape: shapeOf(emit, d),
  terms: [{ negative: false, d, factors: [] }],
});

/** Elements that d may have, at nominal sizes, for another pass over it to go unnoticed. */
const SMALL = 2 ** 15;

/** A term times a primal value. */
export function timesPrimal(emit: Emitter, term: Term, value: Value): Term {
  return partsOf(emit, value).reduce((made, part) => timesPart(emit, made, lean(emit, part)), term);
}

/** A value without leading axes that were added to it: broadcasting adds them again. */
function lean(emit: Emitter, value: Value): Value {
  const node = emit.producer(value);
  const [from = '', at = ''] = node?.inputs ?? [];
  if (node?.opType !== 'Unsqueeze') return value;
  const rank = shapeOf(emit, value).length;
  const axes = (emit.sizes(at) ?? []).map((axis) => axis?.fixed ?? 0);
  const isLeading = axes.every((axis) => (axis < 0 ? axis + rank : axis) < axes.length);
  return isLeading ? lean(emit, from) : value;
}

/** What an emitted product multiplies, where each varies along fewer axes than the product. */
function partsOf(emit: Emitter, value: Value): readonly Value[] {
  const node = emit.producer(value);
  if (node?.opType !== 'Mul') return [value];
  const all = patternOf(emit, value).length;
  const splits = node.inputs.every((input) => patternOf(emit, input).length < all);
  return splits ? node.inputs.flatMap((input) => partsOf(emit, input)) : [value];
}

function timesPart(emit: Emitter, term: Term, value: Value): Term {
  const pattern = patternOf(emit, value);
  const inside = term.factors.find((factor) => {
    const own = patternOf(emit, factor);
    // Scalars stay apart, so that terms which differ in them alone are seen to.
    return covers(own, pattern) && (pattern.length > 0 || own.length === 0);
  });
  if (inside !== undefined) {
    const product = emit.op('Mul', [inside, value]);
    return { ...term, factors: term.factors.map((f) => (f === inside ? product : f)) };
  }
  if (pattern.length === 0) return { ...term, factors: [value, ...term.factors] };
  const covered = term.factors.filter((factor) => {
    const own = patternOf(emit, factor);
    return own.length > 0 && covers(pattern, own);
  });
  const merged = covered.reduce((product, factor) => emit.op('Mul', [product, factor]), value);
  return { ...term, factors: [...term.factors.filter((f) => !covered.includes(f)), merged] };
}

/** The term with those factors taken into d that vary along its axes only. */
export function absorbed(emit: Emitter, term: Term): Term {
  const own = patternOf(emit, term.d);
  const inside = term.factors.filter(
    (factor) => !isScalar(emit, factor) && covers(own, patternOf(emit, factor)),
  );
  return {
    ...term,
    d: inside.reduce((d, factor) => emit.op('Mul', [d, factor]), term.d),
    factors: term.factors.filter((factor) => !inside.includes(factor)),
  };
}

/** A whole times a primal value that broadcasts against it. */
export function scaled(emit: Emitter, linear: Linear, value: Value): Linear {
  const shape = broadcastShapes(linear.shape, shapeOf(emit, value));
  const terms = linear.terms.map((term) => timesPrimal(emit, term, value));
  return tidy(emit, { shape, terms });
}

export const negated = ({ shape, terms }: Linear): Linear => ({
  shape,
  terms: terms.map((term) => ({ ...term, negative: !term.negative })),
});

export function added(emit: Emitter, a: Linear, b: Linear): Linear {
  const shape = broadcastShapes(a.shape, b.shape);
  return tidy(emit, { shape, terms: [...a.terms, ...b.terms] });
}

/** The same sum in as few terms as cost nothing: equal factors are taken out, full ones summed up. */
export function tidy(emit: Emitter, linear: Linear): Linear {
  // A small term is not added to a full one yet: a product may take them apart.
  const isSeparate = (a: Term, b: Term) => isFull(emit, linear, a) !== isFull(emit, linear, b);
  const terms = combined(emit, linear.terms, isSeparate);
  const full = terms.filter((term) => isFull(emit, linear, term));
  if (full.length < 2) return { ...linear, terms };
  const sum = settled(emit, { ...linear, terms: full });
  const rest = terms.filter((term) => !full.includes(term));
  return { ...linear, terms: [...rest, { negative: false, d: sum, factors: [] }] };
}

function combined(
  emit: Emitter,
  terms: readonly Term[],
  isSeparate: (a: Term, b: Term) => boolean,
): readonly Term[] {
  const insert = (known: readonly Term[], term: Term): readonly Term[] => {
    for (const other of known) {
      const both =
        isSeparate(other, term) && other.d !== term.d ? undefined : combine(emit, other, term);
      if (both === undefined) continue;
      const others = known.filter((one) => one !== other);
      return insert(others, both);
    }
    return [...known, term];
  };
  return terms.reduce(insert, [] as readonly Term[]);
}

/** The sum of two terms as one, where no broadcasting makes that larger than both. */
function combine(emit: Emitter, a: Term, b: Term): Term | undefined {
  const opType = a.negative === b.negative ? 'Add' : 'Sub';
  if (a.d === b.d) {
    const [f, g] = [primalPart(emit, a) ?? emit.scalar(1), primalPart(emit, b) ?? emit.scalar(1)];
    return { ...a, factors: [emit.op(opType, [f, g])] };
  }
  if (!sameValues(varying(emit, a), varying(emit, b))) return combineSmall(emit, a, b);
  const [x, y] = [shapeOf(emit, a.d), shapeOf(emit, b.d)];
  const both = broadcastShapes(x, y);
  if (!sameShape(both, x) && !sameShape(both, y)) return undefined;
  if (sameValues(a.factors, b.factors)) return { ...a, d: emit.op(opType, [a.d, b.d]) };
  if (![a, b].every((term) => isSmall(emit, term) || scalars(emit, term).length === 0)) {
    return undefined;
  }
  const scaledD = (term: Term) =>
    scalars(emit, term).reduce((d, factor) => emit.op('Mul', [d, factor]), term.d);
  return { ...a, d: emit.op(opType, [scaledD(a), scaledD(b)]), factors: varying(emit, a) };
}

const sameValues = (a: readonly Value[], b: readonly Value[]): boolean =>
  a.length === b.length && a.every((value) => b.includes(value));

const isSmall = (emit: Emitter, { d }: Term): boolean => nominalSize(shapeOf(emit, d)) <= SMALL;

/** As `combine`, for terms that agree once what varies along their own axes is taken into them. */
function combineSmall(emit: Emitter, a: Term, b: Term): Term | undefined {
  if (!isSmall(emit, a) || !isSmall(emit, b)) return undefined;
  const [x, y] = [absorbed(emit, a), absorbed(emit, b)];
  const changed = x.d !== a.d || y.d !== b.d;
  const agree = sameValues(varying(emit, x), varying(emit, y));
  return changed && agree ? combine(emit, x, y) : undefined;
}

export const isScalar = (emit: Emitter, value: Value): boolean =>
  patternOf(emit, value).length === 0;

const varying = (emit: Emitter, { factors }: Term): readonly Value[] =>
  factors.filter((factor) => !isScalar(emit, factor));

const scalars = (emit: Emitter, { factors }: Term): readonly Value[] =>
  factors.filter((factor) => isScalar(emit, factor));

/** The product of a term's primal factors; undefined stands for 1. */
export function primalPart(emit: Emitter, { factors }: Term): Value | undefined {
  const [first, ...others] = factors;
  if (first === undefined) return undefined;
  return others.reduce((product, factor) => emit.op('Mul', [product, factor]), first);
}

function settledTerm(emit: Emitter, term: Term): Value {
  const primal = primalPart(emit, term);
  return primal === undefined ? term.d : emit.op('Mul', [term.d, primal]);
}

/** The sum as one value [K, ..shape]: small terms are added first, then each larger one in one pass. */
export function settled(emit: Emitter, { shape, terms }: Linear): Value {
  const parts = combined(emit, terms, () => false).map((term) => {
    const value = settledTerm(emit, term);
    return { value, negative: term.negative, size: nominalSize(shapeOf(emit, value)) };
  });
  parts.sort((a, b) => a.size - b.size);
  const [first, ...others] = parts;
  if (!first) throw new Error('Factor: expected a term, got none');
  let { value, negative } = first;
  for (const next of others) {
    if (negative === next.negative) value = emit.op('Add', [value, next.value]);
    else {
      value = emit.op('Sub', negative ? [next.value, value] : [value, next.value]);
      negative = false;
    }
  }
  if (negative) value = emit.op('Neg', [value]);
  return sameShape(shapeOf(emit, value), shape)
    ? value
    : emit.op('Expand', [value, emit.sizesValue(shape)]);
}
