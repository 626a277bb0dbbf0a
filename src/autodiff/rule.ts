/** The contract of a derivative rule: one file per operator under rules/, both directions in it. */
import type { Tensor } from '../tensor/tensor.js';
import type { Node } from '../onnx/graph.js';
import { NodeAttributes } from '../onnx/nodeAttributes.js';
import type { Dim, ValueType, ValueTypes } from '../onnx/valueType.js';
import { isFixed, sameDim } from '../onnx/valueType.js';
import { type Emitter, type Value, int, ints } from './emitter.js';

/** A derivative of a value [..shape] has shape [K, ..shape]; undefined stands for zero. */
export type Derivative = Value | undefined;

export interface Rule {
  /** Tangents of the outputs from tangents of the inputs. */
  readonly jvp: (node: NodeContext, tangents: readonly Derivative[]) => readonly Derivative[];
  /** Cotangents of the inputs from cotangents of the outputs. */
  readonly vjp: (node: NodeContext, cotangents: readonly Derivative[]) => readonly Derivative[];
}

/** A node's rule refused it: an attribute or shape outside what the rule covers. */
export class UnsupportedNode extends Error {
  constructor(
    readonly node: Node,
    readonly reason: string,
  ) {
    super(`Graph: expected a differentiable ${node.opType}, got node ${node.name}: ${reason}`);
    this.name = 'UnsupportedNode';
  }
}

/** A node with everything a rule may know and do. */
export class NodeContext extends NodeAttributes {
  constructor(
    node: Node,
    readonly emit: Emitter,
    private readonly types: ValueTypes,
    private readonly constants: ReadonlyMap<string, Tensor>,
    private readonly active: ReadonlySet<string>,
  ) {
    super(node);
  }

  /** Name of input `i`, which must be present. */
  in(i: number): Value {
    const name = this.node.inputs[i];
    if (name === undefined || name === '') this.refuse(`input ${i} is missing`);
    return name;
  }

  has(i: number): boolean {
    return Boolean(this.node.inputs[i]);
  }

  out(i = 0): Value {
    const name = this.node.outputs[i];
    if (name === undefined || name === '') this.refuse(`output ${i} is missing`);
    return name;
  }

  /** Whether a derivative with respect to input `i` is wanted. */
  wants(i: number): boolean {
    return this.active.has(this.node.inputs[i] ?? '');
  }

  type(value: Value): ValueType {
    return this.types.get(value) ?? this.refuse(`the shape of ${value} is unknown`);
  }

  shape(value: Value): readonly Dim[] {
    return this.type(value).shape;
  }

  rank(value: Value): number {
    return this.shape(value).length;
  }

  /** Size of one axis, which must not depend on the number of tokens. */
  size(value: Value, axis: number): number {
    const shape = this.shape(value);
    const dim = shape[axis < 0 ? axis + shape.length : axis];
    return dim && isFixed(dim) ? dim.fixed : this.refuse(`axis ${axis} of ${value} is not fixed`);
  }

  /** Values of a constant integer input; undefined when the input is absent. */
  intsInput(i: number): readonly number[] | undefined {
    if (!this.has(i)) return undefined;
    const tensor = this.constants.get(this.in(i));
    if (!tensor) this.refuse(`input ${i} is not constant`);
    return Array.from(tensor.data as ArrayLike<number | bigint>, Number);
  }

  /** The constant tensor behind a value, if it is one. */
  constant(value: Value): Tensor | undefined {
    return this.constants.get(value);
  }

  /** `axis` of a value of the given rank, counted from its end: where a derivative has it too. */
  fromEnd(axis: number, rank: number): number {
    return axis < 0 ? axis : axis - rank;
  }

  refuse(reason: string): never {
    throw new UnsupportedNode(this.node, reason);
  }

  // ---- Shapes of derivatives ----

  /**
   * Give the derivative of a value of rank `from` the leading ones that broadcasting against rank
   * `to` needs: [K, ..from] → [K, 1.., ..from].
   */
  align(derivative: Value, from: number, to: number): Value {
    if (from >= to) return derivative;
    const axes = Array.from({ length: to - from }, (_, i) => i + 1);
    return this.emit.op('Unsqueeze', [derivative, this.emit.int64(axes)]);
  }

  /** Sum a cotangent [K, ..shape of `of`] down to [K, ..shape of `to`], undoing broadcasting. */
  sumTo(cotangent: Value, of: Value, to: Value): Value {
    return this.sumToShape(cotangent, this.shape(of), this.shape(to));
  }

  sumToShape(cotangent: Value, of: readonly Dim[], to: readonly Dim[]): Value {
    const extra = of.length - to.length;
    const ones = to.flatMap((dim, i) => {
      const whole = of[i + extra] ?? null;
      return isFixed(dim, 1) && !isFixed(whole, 1) ? [i + extra + 1] : [];
    });
    let sum = cotangent;
    if (ones.length > 0) {
      sum = this.emit.op('ReduceSum', [sum, this.emit.int64(ones)]);
    }
    if (extra > 0) {
      const axes = Array.from({ length: extra }, (_, i) => i + 1);
      sum = this.emit.op('ReduceSum', [sum, this.emit.int64(axes)], { keepdims: int(0) });
    }
    return sum;
  }

  /** Broadcast a derivative of full rank up to [K, ..shape of `like`]. */
  expandTo(derivative: Value, like: Value): Value {
    return this.emit.op('Expand', [derivative, this.shapeValue(like)]);
  }

  /** The derivative of `from` as one of `to`, whose shape `from` broadcasts to. */
  spread(derivative: Value, from: Value, to: Value): Value {
    const [own, target] = [this.shape(from), this.shape(to)];
    const aligned = this.align(derivative, own.length, target.length);
    const same = own.length === target.length && own.every((d, i) => sameDim(d, target[i] ?? null));
    return same ? aligned : this.expandTo(aligned, to);
  }

  /**
   * derivative ⊙ factor, the factor having the full shape of the primal: broadcasting then does
   * what an Expand of the derivative would.
   */
  times(derivative: Value, factor: Value): Value {
    return this.emit.op('Mul', [this.emit.unexpanded(derivative), factor]);
  }

  /** Zeros [K, ..shape of `like`], with the K of a derivative at hand. */
  zeros(derivative: Value, like: Value): Value {
    const directions = this.emit.op('Shape', [derivative], { end: int(1) });
    const shape = this.emit.op('Concat', [directions, this.shapeValue(like)], { axis: int(0) });
    return this.emit.op('Expand', [this.emit.scalar(0), shape]);
  }

  /** The shape of a primal value as an int64 vector, constant where it is. */
  shapeValue(value: Value): Value {
    const shape = this.shape(value);
    return shape.every((dim) => isFixed(dim))
      ? this.emit.int64(shape.map((dim) => dim?.fixed ?? 0))
      : this.emit.op('Shape', [value]);
  }

  /** Reshape [K, ..shape of `from`] to [K, ..shape of `to`]. */
  reshapeTo(derivative: Value, from: Value, to: Value): Value {
    const source = this.shape(from);
    const target = this.shape(to);
    // ONNX Reshape: 0 copies the input's size at the same place, -1 infers one size.
    let inferred = 0;
    const pattern = target.map((dim, i) => {
      if (dim && isFixed(dim) && dim.fixed > 0) return dim.fixed;
      if (i < source.length && sameDim(dim, source[i] ?? null)) return 0;
      inferred += 1;
      return -1;
    });
    if (inferred <= 1) {
      return this.emit.op('Reshape', [derivative, this.emit.int64([0, ...pattern])]);
    }
    const directions = this.emit.op('Shape', [derivative], { end: int(1) });
    const shape = this.emit.op('Concat', [directions, this.emit.op('Shape', [to])], {
      axis: int(0),
    });
    return this.emit.op('Reshape', [derivative, shape]);
  }

  /** Swap the last two axes of a derivative or of a primal value of rank ≥ 2. */
  transposeLast(value: Value, rank: number): Value {
    const permutation = Array.from({ length: rank }, (_, i) => i);
    permutation[rank - 1] = rank - 2;
    permutation[rank - 2] = rank - 1;
    return this.emit.op('Transpose', [value], { perm: ints(permutation) });
  }
}

/**
 * Sum of derivatives of one value, undefined being zero. Next to a full one, expanded ones are
 * added without having been expanded.
 */
export function sum(emit: Emitter, ...terms: readonly Derivative[]): Derivative {
  const present = terms.filter((term) => term !== undefined);
  if (present.length < 2) return present[0];
  const full = present.findIndex((term) => emit.unexpanded(term) === term);
  if (full < 0) return present.reduce((left, right) => emit.op('Add', [left, right]));
  const others = present.filter((_, i) => i !== full).map((term) => emit.unexpanded(term));
  return others.reduce((left, right) => emit.op('Add', [left, right]), present[full] ?? '');
}
