/**
 * Products of derivatives with primal matrices. A term of which only the primal factors vary along the
 * contracted axis leaves its product to them, once for all directions; one of which only d does, to d,
 * however small that is.
 */
import { isFixed } from '../../onnx/valueType.js';
import type { Emitter, Value } from '../emitter.js';
import { type Shape, broadcastShapes, sizeAt } from '../shapes.js';
import { matrix, transposed } from './contract.js';
import {
  type Linear,
  type Term,
  absorbed,
  isFull,
  isScalar,
  nominalSize,
  patternOf,
  primalPart,
  scaled,
  settled,
  shapeOf,
  tidy,
  timesPrimal,
  unitAt,
} from './term.js';

/** Which side of the product the derivative is on. */
export type Side = 'left' | 'right';

/**
 * linear · matrix (left) or matrix · linear (right).
 * @param lone whether nothing else reads `linear`, so that it need not exist in one piece
 * @param inOnePiece settles `linear`, for whoever else reads it too
 */
export function multiplied(
  emit: Emitter,
  linear: Linear,
  other: Value,
  side: Side,
  lone: boolean,
  inOnePiece: () => Value,
): Linear {
  const axis = side === 'left' ? -1 : -2;
  // Over an axis of size 1, a product is an outer one.
  if (isFixed(sizeAt(linear.shape, axis), 1)) return scaled(emit, linear, matrix(emit, other));
  return new Product(emit, linear, matrix(emit, other), side).of(lone, inOnePiece);
}

class Product {
  /** The contracted axis of the derivative, and its other matrix axis. */
  readonly #axis: -1 | -2;
  readonly #free: -1 | -2;
  readonly #shape: Shape;

  constructor(
    private readonly emit: Emitter,
    private readonly linear: Linear,
    private readonly other: Value,
    private readonly side: Side,
  ) {
    [this.#axis, this.#free] = side === 'left' ? [-1, -2] : [-2, -1];
    this.#shape = this.#productShape(linear.shape, shapeOf(emit, other));
  }

  of(lone: boolean, inOnePiece: () => Value): Linear {
    const { emit, linear } = this;
    const terms = linear.terms.map((term) =>
      isFull(emit, linear, term) ? term : absorbed(emit, term),
    );
    const apart = terms.filter((term) => this.#standsApart(term));
    const rest = terms.filter((term) => !apart.includes(term));
    const together = rest.length > 0 && apart.length > 0 && !(lone && this.#shrinks());
    return together
      ? this.#sum([{ negative: false, d: this.#times(inOnePiece()), factors: [] }])
      : this.#sum([
          ...apart.map((term) => this.#apart(term)),
          ...(rest.length > 0 ? this.#dense(rest).terms : []),
        ]);
  }

  #sum(terms: readonly Term[]): Linear {
    return tidy(this.emit, { shape: this.#shape, terms });
  }

  /** Whether the product has fewer elements than what is multiplied. */
  #shrinks(): boolean {
    return nominalSize(this.#shape) < nominalSize(this.linear.shape);
  }

  #inner({ factors }: Term): readonly Value[] {
    return factors.filter((factor) => !unitAt(this.emit, factor, this.#axis));
  }

  /** Whether a term's product costs less than that of the whole. */
  #standsApart(term: Term): boolean {
    if (isFull(this.emit, this.linear, term)) return false;
    if (unitAt(this.emit, term.d, this.#axis)) return true;
    return this.#inner(term).length === 0 || this.#turns(term);
  }

  /**
   * Whether d varies along the contracted axis but not the other, and is cheaper taken to the other
   * side: Σ_j d_j f_ij y_j = f · (d ⊙ y).
   */
  #turns({ d, ...term }: Term): boolean {
    const { emit, side } = this;
    if (side === 'right' || this.#isConstant() || !unitAt(emit, d, this.#free)) return false;
    const inner = primalPart(emit, { ...term, d, factors: this.#inner({ ...term, d }) });
    if (inner === undefined || unitAt(emit, inner, this.#free)) return false;
    const own = shapeOf(emit, d);
    const there = broadcastShapes(transposedShape(own), shapeOf(emit, this.other));
    return nominalSize(there) < nominalSize(broadcastShapes(own, shapeOf(emit, inner)));
  }

  #apart(term: Term): Term {
    const { emit } = this;
    const inner = this.#inner(term);
    const outer = term.factors.filter((factor) => !inner.includes(factor));
    const primal = primalPart(emit, { ...term, factors: inner });
    if (unitAt(emit, term.d, this.#axis)) {
      const product = primal === undefined ? this.#totals() : this.#times(matrix(emit, primal));
      const base = { ...term, factors: outer };
      return timesPrimal(emit, base, product);
    }
    if (primal === undefined) return { ...term, d: this.#times(term.d), factors: outer };
    const turned = emit.op('Mul', [transposed(emit, term.d), this.other]);
    return { ...term, d: emit.op('MatMul', [matrix(emit, primal), turned]), factors: outer };
  }

  /** Terms in one piece, but for factors that do not vary along the contracted axis. */
  #dense(terms: readonly Term[]): Linear {
    const { emit, linear } = this;
    const [only, ...others] = terms;
    if (only && others.length === 0) {
      const inner = this.#inner(only);
      const outer = only.factors.filter((factor) => !inner.includes(factor));
      // What scales the other side's rows or columns is taken in there, unless it has weights to copy.
      const taken = this.#isConstant() ? [] : only.factors.filter((f) => this.#scalesOther(f));
      const other = taken.reduce(
        (matrix_, factor) => this.#scaledOther(matrix_, factor),
        this.other,
      );
      const rest = inner.filter((factor) => !taken.includes(factor));
      const primal = primalPart(emit, { ...only, factors: rest });
      const d = primal === undefined ? only.d : emit.op('Mul', [only.d, primal]);
      const left = outer.filter((factor) => !taken.includes(factor));
      return this.#sum([{ ...only, d: this.#times(d, other), factors: left }]);
    }
    const d = settled(emit, { ...linear, terms });
    return this.#sum([{ negative: false, d: this.#times(d), factors: [] }]);
  }

  #isConstant(): boolean {
    return this.emit.isConstant(this.other);
  }

  /** Whether a factor varies along the contracted axis at most. */
  #scalesOther(factor: Value): boolean {
    return patternOf(this.emit, factor).every((axis) => axis === this.#axis);
  }

  #scaledOther(other: Value, factor: Value): Value {
    const { emit } = this;
    const turned = isScalar(emit, factor) ? factor : transposed(emit, matrix(emit, factor));
    return emit.op('Mul', [other, turned]);
  }

  #times(value: Value, other = this.other): Value {
    return this.emit.op('MatMul', this.side === 'left' ? [value, other] : [other, value]);
  }

  /** Sums of the primal matrix over the contracted axis: what a constant is multiplied with. */
  #totals(): Value {
    const axis = this.side === 'left' ? -2 : -1;
    return this.emit.op('ReduceSum', [this.other, this.emit.int64([axis])]);
  }

  #productShape(own: Shape, other: Shape): Shape {
    const [left, right] = this.side === 'left' ? [own, other] : [other, own];
    const batch = broadcastShapes(left.slice(0, -2), right.slice(0, -2));
    return [...batch, sizeAt(left, -2), sizeAt(right, -1)];
  }
}

const transposedShape = (shape: Shape): Shape => [
  ...shape.slice(0, -2),
  sizeAt(shape, -1),
  sizeAt(shape, -2),
];
