/** Pooling as part of the graph: hidden states [1, S, H] → embedding [1, D], not normalised. */
import type { Attribute, Graph, Node } from '../onnx/graph.js';
import { float32, int64 } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';

export const POOLING_MODES = ['mean', 'cls', 'last', 'max', 'mean_sqrt_len'] as const;
export type PoolingMode = (typeof POOLING_MODES)[number];

/** A dense layer after pooling (sentence-transformers' 2_Dense): y = activation(x Wᵀ + b). */
export interface DenseLayer {
  /** [out, in]. */
  readonly weight: Tensor<'float32'>;
  /** [out]; absent where the layer has none. */
  readonly bias: Tensor<'float32'> | undefined;
  readonly activation: 'Identity' | 'Tanh';
}

export interface Pooling {
  /** Their results are concatenated. Empty: the graph's output is pooled already. */
  readonly modes: readonly PoolingMode[];
  readonly dense: readonly DenseLayer[];
}

/** Name of the embedding in a pooled graph. */
export const EMBEDDING = 'hitlight.embedding';

/**
 * The graph with pooling appended and the embedding as its only output. Every position counts: texts
 * come without padding.
 */
export function withPooling(graph: Graph, hidden: string, pooling: Pooling): Graph {
  const appended = new Appended();
  const parts = pooling.modes.map((mode) => pooled(appended, hidden, mode));
  const [first] = parts;
  let embedding =
    parts.length > 1 ? appended.node('Concat', parts, { axis: int(-1) }) : (first ?? hidden);
  for (const layer of pooling.dense) embedding = dense(appended, embedding, layer);
  appended.node('Identity', [embedding], {}, EMBEDDING);
  return {
    ...graph,
    outputs: [{ name: EMBEDDING, dtype: 'float32', dims: undefined }],
    initializers: new Map([...graph.initializers, ...appended.initializers]),
    nodes: [...graph.nodes, ...appended.nodes],
  };
}

function pooled(to: Appended, hidden: string, mode: PoolingMode): string {
  switch (mode) {
    case 'mean':
      return to.node('ReduceMean', [hidden, to.tensor(int64([1], [1]))], { keepdims: int(0) });
    case 'max':
      return to.node('ReduceMax', [hidden, to.tensor(int64([1], [1]))], { keepdims: int(0) });
    case 'cls':
      return to.node('Gather', [hidden, to.tensor(int64([], [0]))], { axis: int(1) });
    case 'last':
      return to.node('Gather', [hidden, to.tensor(int64([], [-1]))], { axis: int(1) });
    case 'mean_sqrt_len': {
      // Σ / √S = mean · √S.
      const tokens = to.node('Shape', [hidden], { start: int(1), end: int(2) });
      const root = to.node('Sqrt', [to.node('Cast', [tokens], { to: int(1) })]);
      return to.node('Mul', [pooled(to, hidden, 'mean'), root]);
    }
  }
}

function dense(to: Appended, input: string, { weight, bias, activation }: DenseLayer): string {
  const [rows = 0, columns = 0] = weight.dims;
  const transposed = new Float32Array(weight.data.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) transposed[j * rows + i] = weight.data[i * columns + j] ?? 0;
  }
  const product = to.node('MatMul', [input, to.tensor(float32([columns, rows], transposed))]);
  const sum = bias ? to.node('Add', [product, to.tensor(bias)]) : product;
  return activation === 'Tanh' ? to.node('Tanh', [sum]) : sum;
}

const int = (value: number): Attribute => ({ type: 'int', value });

/** Nodes at the end of a graph, under names of their own. */
class Appended {
  readonly nodes: Node[] = [];
  readonly initializers = new Map<string, Tensor>();

  node(
    opType: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
    output = `hitlight.pooling.${opType}_${this.nodes.length}`,
  ): string {
    this.nodes.push({
      name: output,
      opType,
      domain: '',
      inputs,
      outputs: [output],
      attributes: new Map(Object.entries(attributes)),
    });
    return output;
  }

  tensor(value: Tensor): string {
    const name = `hitlight.pooling.constant_${this.initializers.size}`;
    this.initializers.set(name, value);
    return name;
  }
}
