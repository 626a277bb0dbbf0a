/** Pooling as part of the graph: hidden states [1, S, H] → embedding [1, D], not normalised. */
import type { Graph, Node } from '../onnx/graph.js';
import type { Tensor } from '../tensor/tensor.js';
import { int64 } from '../tensor/create.js';

export type Pooling = 'mean' | 'cls' | 'none';

/** Name of the embedding in a pooled graph. */
export const EMBEDDING = 'hitlight.embedding';

/**
 * The graph with pooling appended and the embedding as its only output. Every position counts:
 * texts come without padding. `none` is for graphs whose output is pooled already.
 */
export function withPooling(graph: Graph, hidden: string, pooling: Pooling): Graph {
  const constant = 'hitlight.pooling';
  const { operand, ...node } = poolingNode(pooling, hidden, constant);
  return {
    ...graph,
    outputs: [{ name: EMBEDDING, dtype: 'float32', dims: undefined }],
    initializers: operand
      ? new Map([...graph.initializers, [constant, operand]])
      : graph.initializers,
    nodes: [...graph.nodes, { ...node, name: EMBEDDING, domain: '', outputs: [EMBEDDING] }],
  };
}

type PoolingNode = Pick<Node, 'opType' | 'inputs' | 'attributes'> & { operand?: Tensor };

function poolingNode(pooling: Pooling, hidden: string, constant: string): PoolingNode {
  switch (pooling) {
    case 'mean':
      return {
        opType: 'ReduceMean',
        inputs: [hidden, constant],
        attributes: new Map([['keepdims', { type: 'int', value: 0 }]]),
        operand: int64([1], [1]),
      };
    case 'cls':
      return {
        opType: 'Gather',
        inputs: [hidden, constant],
        attributes: new Map([['axis', { type: 'int', value: 1 }]]),
        operand: int64([], [0]),
      };
    case 'none':
      return { opType: 'Identity', inputs: [hidden], attributes: new Map() };
  }
}
