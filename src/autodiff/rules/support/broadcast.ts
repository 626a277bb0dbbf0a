/**
 * z = f(x, y) with ONNX (NumPy) broadcasting: dz = ∂z/∂x ⊙ dx + ∂z/∂y ⊙ dy. Partial derivatives have
 * no direction axis and are computed once; nothing is expanded that broadcasting spreads anyway.
 */
import { type Dim, fixedDim, isFixed, sameDim } from '../../../onnx/valueType.js';
import type { Value } from '../../emitter.js';
import type { Derivative, NodeContext, Rule } from '../../rule.js';

/** A partial derivative: the constants ±1, or a value that has the shape of the value `like`. */
export type Factor = 1 | -1 | { readonly value: Value; readonly like: Value };

/** A summand of the tangent [K, ..shape], to be added or subtracted. */
interface Term {
  readonly value: Value;
  readonly shape: readonly Dim[];
  readonly negative: boolean;
}

/** `factors` returns ∂z/∂x and ∂z/∂y, lazily, so that only wanted ones are emitted. */
export function broadcast(
  factors: (node: NodeContext) => readonly [() => Factor, () => Factor],
): Rule {
  return {
    jvp(node, tangents) {
      const terms = factors(node).flatMap((factor, i): readonly Term[] => {
        const tangent = tangents[i];
        return tangent === undefined ? [] : [termOf(node, tangent, i, factor())];
      });
      return [addUp(node, terms)];
    },
    vjp(node, [cotangent]) {
      if (cotangent === undefined) return [];
      return factors(node).map((factor, i) =>
        node.wants(i) ? pull(node, cotangent, i, factor()) : undefined,
      );
    },
  };
}

function termOf(node: NodeContext, tangent: Value, i: number, factor: Factor): Term {
  const rank = node.rank(node.out());
  const own = padded(node.shape(node.in(i)), rank);
  const aligned = node.align(tangent, node.rank(node.in(i)), rank);
  if (typeof factor === 'number') return { value: aligned, shape: own, negative: factor < 0 };
  const other = padded(node.shape(factor.like), rank);
  const shape = broadcastShape(own, other);
  // Where the factor has every axis in full, an expanded tangent need not be.
  const lean = sameShape(shape, other) ? node.emit.unexpanded(aligned) : aligned;
  return { value: node.emit.op('Mul', [lean, factor.value]), shape, negative: false };
}

function addUp(node: NodeContext, [first, second]: readonly Term[]): Derivative {
  if (!first) return undefined;
  const { emit } = node;
  const out = node.shape(node.out());
  if (!second) {
    const value = first.negative ? emit.op('Neg', [first.value]) : first.value;
    return sameShape(first.shape, out) ? value : node.expandTo(value, node.out());
  }
  const [left, right] = first.negative ? [second, first] : [first, second];
  const lean = (term: Term, next: Term) =>
    sameShape(next.shape, out) && emit.unexpanded(next.value) === next.value
      ? emit.unexpanded(term.value)
      : term.value;
  const total = emit.op(right.negative ? 'Sub' : 'Add', [lean(left, right), lean(right, left)]);
  const both = broadcastShape(first.shape, second.shape);
  return sameShape(both, out) ? total : node.expandTo(total, node.out());
}

function pull(node: NodeContext, cotangent: Value, i: number, factor: Factor): Value {
  const { emit } = node;
  const [out, own] = [node.shape(node.out()), node.shape(node.in(i))];
  if (typeof factor === 'number') {
    const total = node.sumTo(cotangent, node.out(), node.in(i));
    return factor < 0 ? emit.op('Neg', [total]) : total;
  }
  const other = node.shape(factor.like);
  const whole = sameShape(other, out);
  // A factor that is the same for all that is summed up is cheaper applied to the sum.
  if (!whole && other.length <= own.length && broadcastsInto(padded(other, own.length), own)) {
    return emit.op('Mul', [node.sumTo(cotangent, node.out(), node.in(i)), factor.value]);
  }
  const lean = whole ? emit.unexpanded(cotangent) : cotangent;
  return node.sumTo(emit.op('Mul', [lean, factor.value]), node.out(), node.in(i));
}

const padded = (shape: readonly Dim[], rank: number): readonly Dim[] => [
  ...Array.from({ length: rank - shape.length }, () => fixedDim(1)),
  ...shape,
];

const broadcastShape = (a: readonly Dim[], b: readonly Dim[]): readonly Dim[] =>
  a.map((dim, i) => (isFixed(dim, 1) ? (b[i] ?? null) : dim));

const sameShape = (a: readonly Dim[], b: readonly Dim[]): boolean =>
  a.length === b.length && a.every((dim, i) => sameDim(dim, b[i] ?? null));

const broadcastsInto = (a: readonly Dim[], b: readonly Dim[]): boolean =>
  a.every((dim, i) => isFixed(dim, 1) || sameDim(dim, b[i] ?? null));
