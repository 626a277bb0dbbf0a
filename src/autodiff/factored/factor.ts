/**
 * Rewrites a linear program, the nodes that carry derivatives from a seed to a result, so that every
 * derivative stays a sum of factored terms as long as that pays (term.ts). What then is left of a seed
 * that varies along some axes only, is products with primal factors: a direction that moves one
 * position costs the first products once, not per direction; a cotangent of a mean over positions is
 * multiplied with a matrix once, not per position. Exact: linear algebra alone, no approximation.
 */
import type { Node } from '../../onnx/graph.js';
import { NodeAttributes } from '../../onnx/nodeAttributes.js';
import { isFixed } from '../../onnx/valueType.js';
import type { Emitter, Value } from '../emitter.js';
import { reducedOver } from './contract.js';
import { permuted, reshaped, squeezed, unsqueezed } from './movement.js';
import { multiplied } from './product.js';
import { type Linear, added, isFull, negated, scaled, settled, whole } from './term.js';

export { UnknownShape } from './term.js';

/** Nodes of a derivative: linear in `seed`, everything else that they read being primal. */
export interface LinearProgram {
  /** In topological order. */
  readonly nodes: readonly Node[];
  readonly seed: Value;
  readonly result: Value;
}

/** The part of the emitted nodes that leads from `seed` to `result`. */
export function linearProgram(nodes: readonly Node[], seed: Value, result: Value): LinearProgram {
  const seeded = new Set([seed]);
  const dependent = nodes.filter(({ inputs, outputs }) => {
    const depends = inputs.some((input) => seeded.has(input));
    if (depends) outputs.forEach((output) => seeded.add(output));
    return depends;
  });
  const needed = new Set([result]);
  const used = dependent
    .toReversed()
    .filter(({ inputs, outputs }) => {
      const computes = outputs.some((output) => needed.has(output));
      if (computes) inputs.forEach((input) => needed.add(input));
      return computes;
    })
    .reverse();
  return { nodes: used, seed, result };
}

/** The result of an equal program with fewer operations. Cost: linear in the nodes. */
export function factored(emit: Emitter, program: LinearProgram): Value {
  // What some node needs in one piece is put together before the others read it, term by term.
  const first = new Factoring(emit, program, new Set());
  first.result();
  return new Factoring(emit, program, first.putTogether).result();
}

/**
 * As `factored`, for a program that is not run but transposed: terms that are put together for one
 * node may stay apart for another.
 */
export const factoredApart = (emit: Emitter, program: LinearProgram): Value =>
  new Factoring(emit, program, new Set()).result();

class Factoring {
  readonly #known = new Map<Value, Linear>();
  /** Derivatives in one piece of which the shape is not known. */
  readonly #opaque = new Map<Value, Value>();
  /** How many nodes read a derivative. */
  readonly #readers = new Map<Value, number>();
  /** Derivatives of several terms, one of them full, that were needed in one piece. */
  readonly putTogether = new Set<Value>();

  constructor(
    private readonly emit: Emitter,
    private readonly program: LinearProgram,
    private readonly inOnePiece: ReadonlySet<Value>,
  ) {
    this.#known.set(program.seed, whole(emit, program.seed));
    for (const { inputs } of program.nodes) {
      for (const input of new Set(inputs)) {
        this.#readers.set(input, (this.#readers.get(input) ?? 0) + 1);
      }
    }
  }

  result(): Value {
    for (const node of this.program.nodes) {
      const [output] = node.outputs;
      const linear = node.outputs.length === 1 ? this.#apply(node) : undefined;
      if (linear && output !== undefined) this.#known.set(output, linear);
      else this.#copy(node);
      if (output !== undefined && this.inOnePiece.has(output)) this.#settled(output);
    }
    return this.#settled(this.program.result);
  }

  /** A derivative in one piece; from then on it stays so. */
  #settled(value: Value): Value {
    const linear = this.#known.get(value);
    if (!linear) return this.#opaque.get(value) ?? value;
    const isMixed =
      linear.terms.length > 1 && linear.terms.some((term) => isFull(this.emit, linear, term));
    if (isMixed) this.putTogether.add(value);
    const piece = settled(this.emit, linear);
    this.#known.set(value, { ...linear, terms: [{ negative: false, d: piece, factors: [] }] });
    return piece;
  }

  /** The node as it is, on derivatives in one piece. */
  #copy({ opType, inputs, outputs, attributes }: Node): void {
    const { emit } = this;
    const settled = inputs.map((input) => this.#settled(input));
    const values = emit.ops(opType, settled, Object.fromEntries(attributes), outputs.length);
    outputs.forEach((output, i) => {
      const [value, type] = [values[i] ?? '', emit.typeOf(output)];
      if (type && !emit.typeOf(value)) emit.declare(value, type);
      if (emit.typeOf(value)) this.#known.set(output, whole(emit, value));
      else this.#opaque.set(output, value);
    });
  }

  #apply(node: Node): Linear | undefined {
    const [first = '', second = ''] = node.inputs;
    const [x, y] = [this.#known.get(first), this.#known.get(second)];
    switch (node.opType) {
      case 'Identity':
        return x;
      case 'Neg':
        return x && negated(x);
      case 'Add':
        return x && y && added(this.emit, x, y);
      case 'Sub':
        return x && y && added(this.emit, x, negated(y));
      case 'Mul':
        return x ? this.#scaled(x, second) : y && this.#scaled(y, first);
      case 'Div':
        return x && this.#scaled(x, this.emit.op('Reciprocal', [second]));
      case 'MatMul':
        return this.#product(node);
      default:
        return x && this.#moved(node, x);
    }
  }

  #scaled(linear: Linear, value: Value): Linear | undefined {
    return this.#isTyped(value) ? scaled(this.emit, linear, value) : undefined;
  }

  #isTyped(value: Value): boolean {
    return this.emit.typeOf(value) !== undefined;
  }

  #product({ inputs }: Node): Linear | undefined {
    const [left = '', right = ''] = inputs;
    const [x, y] = [this.#known.get(left), this.#known.get(right)];
    const [linear, other, side] = x ? [x, right, 'left' as const] : [y, left, 'right' as const];
    if (!linear || !this.#isTyped(other) || linear.shape.length < 2) return undefined;
    const name = x ? left : right;
    const lone = this.#readers.get(name) === 1;
    return multiplied(this.emit, linear, other, side, lone, () => this.#settled(name));
  }

  /** Reductions and movements of axes. */
  #moved(node: Node, x: Linear): Linear | undefined {
    const { emit } = this;
    const attributes = new NodeAttributes(node);
    const rank = x.shape.length;
    const target = emit.typeOf(node.outputs[0] ?? '')?.shape;
    const axes = () => this.#axes(node);
    switch (node.opType) {
      case 'ReduceSum':
      case 'ReduceMean': {
        const over = axes()?.map((axis) => (axis < 0 ? axis : axis - rank));
        const sum = over && reducedOver(emit, x, over, node.opType);
        return sum && (attributes.int('keepdims', 1) === 1 ? sum : squeezed(emit, sum, over));
      }
      case 'Transpose': {
        const perm = attributes.ints('perm');
        return perm && permuted(emit, x, perm);
      }
      case 'Unsqueeze': {
        const added = axes();
        const to = rank + (added?.length ?? 0);
        return (
          added &&
          unsqueezed(
            emit,
            x,
            added.map((axis) => (axis < 0 ? axis : axis - to)),
          )
        );
      }
      case 'Squeeze':
        return axes() && squeezed(emit, x, axes()?.map((a) => (a < 0 ? a : a - rank)) ?? []);
      case 'Reshape':
        return target && reshaped(emit, x, target, node.inputs[1] ?? '');
      case 'Expand':
        return target?.length === rank ? { ...x, shape: target } : undefined;
      default:
        return undefined;
    }
  }

  /** A node's second input as constant integers. */
  #axes({ inputs }: Node): readonly number[] | undefined {
    const sizes = inputs.length > 1 ? this.emit.sizes(inputs[1] ?? '') : undefined;
    const known = sizes?.every((size) => isFixed(size));
    return known && sizes ? sizes.map((size) => size?.fixed ?? 0) : undefined;
  }
}
