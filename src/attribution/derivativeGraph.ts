/**
 * The graph that one quadrature node needs: Jacobian-vector products of the embedding along the
 * straight path x(α) = origin + α · delta of a layer's hidden state.
 */
import { Emitter } from '../autodiff/emitter.js';
import { pushForward } from '../autodiff/differentiate.js';
import type { Encoder } from '../encoder/encoder.js';
import { EMBEDDING } from '../encoder/pooling.js';
import type { Graph, Node, ValueInfo } from '../onnx/graph.js';
import { subgraph } from '../onnx/subgraph.js';

/** Names of the graph's own inputs and output; whatever else it asks for is `Encoder.feeds`. */
export const PATH = {
  /** [1, S, H]: hidden state of the reference. */
  origin: 'path.origin',
  /** [1, S, H]: text minus reference. */
  delta: 'path.delta',
  /** [1]: position on the path. */
  alpha: 'path.alpha',
  /** [K, S]: which positions a direction moves, 0 or 1. */
  select: 'path.select',
  /** [K, 1, D]: J · (select ⊙ delta). */
  tangent: 'path.tangent',
} as const;

/** Throws UnsupportedNode where an operator on the path has no rule. */
export function forwardGraph(encoder: Encoder, layer: number): Graph {
  const above = encoder.above(layer);
  const cut = encoder.layer(layer).value;
  const emit = new Emitter('d.');
  const step = emit.op('Mul', [PATH.delta, PATH.alpha]);
  const point: Node = {
    name: 'path.point',
    opType: 'Add',
    domain: '',
    inputs: [PATH.origin, step],
    outputs: [cut],
    attributes: new Map(),
  };
  const selected = emit.op('Unsqueeze', [PATH.select, emit.int64([1, 3])]);
  const seed = emit.op('Mul', [PATH.delta, selected]);
  const preamble = emit.nodes.splice(0);
  const tangent = pushForward(above, encoder.types, emit, { from: cut, to: EMBEDDING, seed });
  if (tangent === undefined)
    throw new Error(`Derivative: expected ${EMBEDDING} to depend on ${cut}`);
  const result: Node = {
    name: PATH.tangent,
    opType: 'Identity',
    domain: '',
    inputs: [tangent],
    outputs: [PATH.tangent],
    attributes: new Map(),
  };
  const own = [PATH.origin, PATH.delta, PATH.alpha, PATH.select].map(float32);
  const whole: Graph = {
    name: `${above.name}.forward`,
    inputs: [...own, ...above.inputs.filter((input) => input.name !== cut)],
    outputs: [float32(PATH.tangent)],
    initializers: new Map([...above.initializers, ...emit.initializers]),
    nodes: [...preamble, point, ...above.nodes, ...emit.nodes, result],
  };
  return subgraph(whole, { to: whole.outputs });
}

const float32 = (name: string): ValueInfo => ({ name, dtype: 'float32', dims: undefined });
