/** Hand-made graphs for tests, with as little ceremony as the format allows. */
import type { Attribute, Graph, Model, Node, ValueInfo } from '../../src/onnx/graph.js';
import type { Tensor } from '../../src/tensor/tensor.js';

export type NodeAttributes = Readonly<
  Record<string, Attribute | number | string | readonly number[]>
>;

/** Whole numbers become `int` attributes; give `{ type: 'float', value }` for floats. */
export function node(
  opType: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: NodeAttributes = {},
  domain = '',
): Node {
  return {
    name: `${opType}:${outputs[0] ?? ''}`,
    opType,
    domain,
    inputs,
    outputs,
    attributes: new Map(
      Object.entries(attributes).map(([name, value]) => [name, attributeOf(value)]),
    ),
  };
}

function attributeOf(value: NodeAttributes[string]): Attribute {
  if (typeof value === 'number') return { type: 'int', value };
  if (typeof value === 'string') return { type: 'string', value };
  if (isInts(value)) return { type: 'ints', value };
  return value;
}

const isInts = (value: Attribute | readonly number[]): value is readonly number[] =>
  Array.isArray(value);

export const float = (value: number): Attribute => ({ type: 'float', value });

export interface SmallGraph {
  readonly inputs: Readonly<Record<string, Tensor>>;
  readonly nodes: readonly Node[];
  /** Names; the last node's outputs unless told. */
  readonly outputs?: readonly string[];
  readonly constants?: Readonly<Record<string, Tensor>>;
}

/** A graph whose inputs have the types of the given tensors, their sizes left open. */
export function smallGraph({ inputs, nodes, outputs, constants = {} }: SmallGraph): Graph {
  const named = outputs ?? (nodes.at(-1)?.outputs ?? []).filter((name) => name !== '');
  return {
    name: 'test',
    inputs: Object.entries(inputs).map(([name, { dtype, dims }]) => ({
      name,
      dtype,
      dims: dims.map(() => null),
    })),
    outputs: named.map((name) => untyped(name)),
    initializers: new Map(Object.entries(constants)),
    nodes,
  };
}

export const untyped = (name: string): ValueInfo => ({ name, dtype: undefined, dims: undefined });

/** A model around a graph; operators of com.microsoft are known beside ONNX's own. */
export function modelOf(graph: Graph, opset = 21): Model {
  return {
    irVersion: 10,
    opsets: new Map([
      ['', opset],
      ['com.microsoft', 1],
    ]),
    producer: 'test',
    metadata: new Map(),
    graph,
  };
}
