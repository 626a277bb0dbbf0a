/** A node with everything a rewrite may know and do. */
import type { Tensor } from '../../tensor/tensor.js';
import { type Attributes, type Emitter, type Value, int } from '../emitter.js';
import type { Node, ValueInfo } from '../graph.js';
import { NodeAttributes } from '../nodeAttributes.js';

/**
 * Returns the values that stand for the node's outputs (undefined: output not wanted), having
 * emitted the nodes that compute them; or undefined to leave the node as it is.
 */
export type Rewrite = (node: Rewriting) => readonly (Value | undefined)[] | undefined;

/** A quantised activation: the float it stands for, and the scale it was divided by (undefined: 1). */
export interface Quantised {
  readonly float: Value;
  readonly scale: Value | undefined;
}

/** Names of a table's integers, its one scale and (or '') its zero point. */
export interface QuantisedTable {
  readonly integers: Value;
  readonly scale: Value;
  readonly zeroPoint: Value;
}

/** What rewrites of one model share. */
export interface ModelState {
  /** ONNX operator-set version of the file. */
  readonly opset: number;
  /** Quantised activations by name. */
  readonly quantised: Map<Value, Quantised>;
  /** The file's nodes that read a value. */
  readonly readers: ReadonlyMap<Value, readonly Node[]>;
  /** The file's node that computes a value, reading what rewrites have made of its inputs. */
  readonly producers: Map<Value, Node>;
  /** The file's inputs by name. */
  readonly inputs: ReadonlyMap<Value, ValueInfo>;
  /** Constant tables that are only looked up in, still quantised, by the name of the float table. */
  readonly tables: Map<Value, QuantisedTable>;
}

export class Rewriting extends NodeAttributes {
  constructor(
    node: Node,
    readonly emit: Emitter,
    readonly state: ModelState,
    private readonly constants: (value: Value) => Tensor | undefined,
  ) {
    super(node);
  }

  get opset(): number {
    return this.state.opset;
  }

  /** Name of input `i`; '' when it is absent. */
  in(i: number): Value {
    return this.node.inputs[i] ?? '';
  }

  has(i: number): boolean {
    return this.in(i) !== '';
  }

  /** Whether anything may read output `i`. */
  wants(i: number): boolean {
    return Boolean(this.node.outputs[i]);
  }

  constant(i: number): Tensor | undefined {
    return this.constants(this.in(i));
  }

  constantOf(value: Value): Tensor | undefined {
    return this.constants(value);
  }

  /** A constant input's elements as numbers. */
  numbers(i: number): readonly number[] | undefined {
    const tensor = this.constant(i);
    return tensor && Array.from(tensor.data as ArrayLike<number | bigint>, Number);
  }

  /** The node's attributes but those named. */
  attributesWithout(...names: readonly string[]): Attributes {
    return Object.fromEntries([...this.node.attributes].filter(([name]) => !names.includes(name)));
  }

  op(opType: string, inputs: readonly Value[], attributes: Attributes = {}): Value {
    return this.emit.op(opType, inputs, attributes);
  }

  /** int64 [1] with one size of a value's shape; axes count from the start. */
  sizeOf(value: Value, axis: number): Value {
    return this.op('Shape', [value], { start: int(axis), end: int(axis + 1) });
  }

  /** Several int64 vectors one after the other. */
  concat(...parts: readonly Value[]): Value {
    return this.op('Concat', parts, { axis: int(0) });
  }
}
