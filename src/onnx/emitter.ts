/**
 * Appends nodes to a graph under construction. Equal expressions share one node (hash-consing), so
 * whoever needs the same quantity twice pays once.
 */
import type { Tensor } from '../tensor/tensor.js';
import type { Attribute, Node } from './graph.js';

/** Name of a value in the graph under construction. */
export type Value = string;

export type Attributes = Readonly<Record<string, Attribute>>;

export const int = (value: number): Attribute => ({ type: 'int', value });
export const ints = (value: readonly number[]): Attribute => ({ type: 'ints', value });
export const float = (value: number): Attribute => ({ type: 'float', value });
export const string = (value: string): Attribute => ({ type: 'string', value });

export class Emitter {
  readonly nodes: Node[] = [];
  readonly initializers = new Map<string, Tensor>();
  readonly #known = new Map<string, readonly Value[]>();
  readonly #producers = new Map<Value, Node>();
  #count = 0;

  /** `prefix` keeps emitted names apart from the model's own. */
  constructor(readonly prefix: string) {}

  /** One node with one output. */
  op(opType: string, inputs: readonly Value[], attributes: Attributes = {}): Value {
    const [output] = this.ops(opType, inputs, attributes, 1);
    if (output === undefined) {
      throw new Error(`Emitter: expected one output of ${opType}, got none`);
    }
    return output;
  }

  /** One node with several outputs. */
  ops(
    opType: string,
    inputs: readonly Value[],
    attributes: Attributes,
    outputs: number,
  ): readonly Value[] {
    const key = JSON.stringify([opType, inputs, attributes, outputs]);
    const known = this.#known.get(key);
    if (known) return known;
    const name = `${this.prefix}${opType}_${this.#count++}`;
    const values = Array.from({ length: outputs }, (_, i) => (i === 0 ? name : `${name}:${i}`));
    const node: Node = {
      name,
      opType,
      domain: '',
      inputs,
      outputs: values,
      attributes: new Map(Object.entries(attributes)),
    };
    this.nodes.push(node);
    values.forEach((value) => this.#producers.set(value, node));
    this.#known.set(key, values);
    return values;
  }

  /** The emitted node that computes a value; undefined for the model's own values. */
  producer(value: Value): Node | undefined {
    return this.#producers.get(value);
  }

  /** A float32 scalar. */
  scalar(value: number): Value {
    const data = Float32Array.of(value);
    return this.#constant(`f${value}`, { dtype: 'float32', dims: [], data });
  }

  /** A one-dimensional float32 tensor. */
  floats(values: readonly number[]): Value {
    const data = Float32Array.from(values);
    return this.#constant(`v${values.join()}`, { dtype: 'float32', dims: [data.length], data });
  }

  /** A one-dimensional int64 tensor: axes, shapes, split sizes. */
  int64(values: readonly number[]): Value {
    const data = BigInt64Array.from(values, BigInt);
    return this.#constant(`i${values.join()}`, { dtype: 'int64', dims: [values.length], data });
  }

  /** Any tensor; not shared with equal ones. */
  tensor(tensor: Tensor): Value {
    const name = `${this.prefix}const_${this.#count++}`;
    this.initializers.set(name, tensor);
    return name;
  }

  #constant(key: string, tensor: Tensor): Value {
    const known = this.#known.get(key)?.[0];
    if (known !== undefined) return known;
    const name = this.tensor(tensor);
    this.#known.set(key, [name]);
    return name;
  }
}
