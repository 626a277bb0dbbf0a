/**
 * The emitter of derivatives: applies a few algebraic identities on the way (simplify.ts), knows the
 * shapes of what it emits as far as they follow (shapes.ts), and emits nothing that the graph it adds
 * to computes already.
 */
import { type Attributes, Emitter as NodeEmitter, type Value, int } from '../onnx/emitter.js';
import type { Graph, Node } from '../onnx/graph.js';
import {
  type Dim,
  type ValueType,
  type ValueTypes,
  fixedDim,
  isFixed,
  sameDim,
} from '../onnx/valueType.js';
import { type Shape, typeOfNode, windowOf } from './shapes.js';
import { simplify } from './simplify.js';

export { type Attributes, type Value, float, int, ints, string } from '../onnx/emitter.js';

/** The graph that derivatives are added to. */
export interface Primal {
  readonly graph: Graph;
  readonly types: ValueTypes;
}

export class Emitter extends NodeEmitter {
  /** Types of what was declared or emitted, or is constant, where they are known. */
  readonly #types = new Map<Value, ValueType>();
  readonly #constant = new Map<Value, boolean>();
  readonly #primal: Primal | undefined;
  /** Nodes of the graph by operator and inputs. */
  readonly #computed = new Map<string, Node[]>();
  /** Values of the graph whose sizes depend on the text, in order. */
  #sized: readonly Value[] | undefined;

  constructor(prefix: string, primal?: Primal) {
    super(prefix);
    this.#primal = primal;
    for (const node of primal?.graph.nodes ?? []) {
      // Nodes that hold tensors or graphs are none that derivatives need again.
      const holds = [...node.attributes.values()].some(({ type }) => HOLDERS.has(type));
      if (node.domain !== '' || holds) continue;
      const key = keyOf(node.opType, node.inputs);
      const others = this.#computed.get(key);
      if (others) others.push(node);
      else this.#computed.set(key, [node]);
    }
  }

  override op(opType: string, inputs: readonly Value[], attributes: Attributes = {}): Value {
    return simplify(this, opType, inputs, attributes) ?? super.op(opType, inputs, attributes);
  }

  override ops(
    opType: string,
    inputs: readonly Value[],
    attributes: Attributes,
    outputs: number,
  ): readonly Value[] {
    const known = this.#computed
      .get(keyOf(opType, inputs))
      ?.find((node) => node.outputs.length === outputs && sameAttributes(node, attributes));
    if (known) return known.outputs;
    const values = super.ops(opType, inputs, attributes, outputs);
    if (this.#primal && !this.#types.has(values[0] ?? '')) {
      const node = {
        opType,
        attributes,
        inputs: inputs.map((input) => this.typeOf(input)),
        sizes: (input: number) => this.sizes(inputs[input] ?? ''),
      };
      values.forEach((value, i) => {
        const type = typeOfNode(node, i);
        if (type) this.declare(value, type);
      });
    }
    return values;
  }

  /** Says what is known of a value that is not emitted, such as a seed, or more than follows. */
  declare(value: Value, type: ValueType): void {
    this.#types.set(value, type);
  }

  /** The type of a value, emitted or the graph's own, where it is known. */
  typeOf(value: Value): ValueType | undefined {
    const type = this.#types.get(value) ?? this.#primal?.types.get(value);
    if (type) return type;
    const constant = this.constantOf(value);
    return (
      constant && { dtype: constant.dtype, shape: constant.dims.map((size) => fixedDim(size)) }
    );
  }

  constantOf(value: Value) {
    return this.initializers.get(value) ?? this.#primal?.graph.initializers.get(value);
  }

  /** Whether a value is the same for all texts: a constant, or computed from constants. */
  isConstant(value: Value): boolean {
    const known = this.#constant.get(value);
    if (known !== undefined) return known;
    const node = this.producer(value);
    const own =
      this.constantOf(value) !== undefined ||
      (node?.inputs.every((input) => this.isConstant(input)) ?? false);
    this.#constant.set(value, own);
    return own;
  }

  /** float32 ones of fixed sizes. */
  ones(dims: readonly number[]): Value {
    const name = `${this.prefix}ones_${dims.join('x')}`;
    if (!this.initializers.has(name)) {
      const count = dims.reduce((product, size) => product * size, 1);
      const data = new Float32Array(count).fill(1);
      this.initializers.set(name, { dtype: 'float32', dims, data });
    }
    return name;
  }

  /** The elements of a vector of sizes or axes, where they are known. */
  sizes(value: Value): Shape | undefined {
    const constant = this.constantOf(value);
    if (constant) {
      const whole = constant.dtype === 'int64' && constant.dims.length < 2;
      return whole ? Array.from(constant.data, (size) => fixedDim(Number(size))) : undefined;
    }
    const node = this.producer(value);
    return node && this.#computedSizes(node);
  }

  #computedSizes(node: Node): Shape | undefined {
    const attributes = Object.fromEntries(node.attributes);
    const [first = '', second = ''] = node.inputs;
    if (node.opType === 'Shape') {
      const shape = this.typeOf(first)?.shape;
      return shape && windowOf({ attributes }, shape.length).map((axis) => shape[axis] ?? null);
    }
    if (node.opType === 'Concat') {
      const parts = node.inputs.map((input) => this.sizes(input));
      return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
    }
    if (node.opType !== 'Gather') return undefined;
    const [from, at] = [this.sizes(first), this.sizes(second)];
    return from && at?.map((index): Dim => from.at(index?.fixed ?? 0) ?? null);
  }

  /**
   * A shape as an int64 vector to expand to, 1 standing for axes of any size. Sizes that depend on the
   * number of tokens are read off the graph's own values.
   */
  sizesValue(shape: Shape): Value {
    const sizeOf = (dim: Dim) =>
      dim === null || isFixed(dim) ? this.int64([dim?.fixed ?? 1]) : this.#sizeLike(dim);
    if (shape.every((dim) => dim === null || isFixed(dim))) {
      return this.int64(shape.map((dim) => dim?.fixed ?? 1));
    }
    return shape.length === 1
      ? sizeOf(shape[0] ?? null)
      : this.op('Concat', shape.map(sizeOf), { axis: int(0) });
  }

  /** int64 [1]: the size of an axis of the graph's own. */
  #sizeLike(dim: Dim): Value {
    const { graph, types } = this.#primal ?? { graph: undefined, types: undefined };
    this.#sized ??= [
      ...(graph?.inputs ?? []).map(({ name }) => name),
      ...(graph?.nodes ?? []).flatMap((node) => node.outputs),
    ].filter((value) => types?.get(value)?.shape.some((one) => !isFixed(one)));
    for (const value of this.#sized) {
      const axis = types?.get(value)?.shape.findIndex((one) => sameDim(one, dim)) ?? -1;
      if (axis < 0) continue;
      // Not by `op`, which would ask for the same size again.
      const [shape = ''] = this.ops('Shape', [value], {}, 1);
      const [size] = this.ops('Gather', [shape, this.int64([axis])], {}, 1);
      if (size !== undefined) return size;
    }
    throw new Error('Emitter: expected a value of the size to expand to, got none');
  }

  /** What an emitted Expand expanded, or the value itself. */
  unexpanded(value: Value): Value {
    const node = this.producer(value);
    return node?.opType === 'Expand' ? (node.inputs[0] ?? value) : value;
  }
}

const HOLDERS: ReadonlySet<string> = new Set(['tensor', 'graph']);

const keyOf = (opType: string, inputs: readonly Value[]): string =>
  `${opType}\n${inputs.join('\n')}`;

const sameAttributes = (node: Node, attributes: Attributes): boolean =>
  JSON.stringify(Object.fromEntries(node.attributes)) === JSON.stringify(attributes);
