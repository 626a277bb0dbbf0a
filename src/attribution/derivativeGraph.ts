/**
 * The graphs that quadrature nodes need: derivatives of the embedding along the straight path
 * x(α) = origin + α · delta of a layer's hidden state.
 */
import { pullBack, pushForward } from '../autodiff/differentiate.js';
import { Emitter, type Value, int } from '../autodiff/emitter.js';
import type { Encoder } from '../encoder/encoder.js';
import { EMBEDDING } from '../encoder/pooling.js';
import type { Graph, Node, ValueInfo } from '../onnx/graph.js';
import { subgraph } from '../onnx/subgraph.js';

export type Mode = 'forward' | 'reverse';

/** Names of the graphs' own inputs and outputs; whatever else they ask for is `Encoder.feeds`. */
export const PATH = {
  /** [1, S, H]: hidden state of the reference. */
  origin: 'path.origin',
  /** [1, S, H]: text minus reference. */
  delta: 'path.delta',
  /** [1]: position on the path. */
  alpha: 'path.alpha',
  /** Forward: [K, S], which positions a direction moves, 0 or 1. */
  select: 'path.select',
  /** Reverse: [K, 1, D], what to project the contributions on. */
  cotangents: 'path.cotangents',
  /** Forward: J · (select ⊙ delta), [K, 1, D]. Reverse: (cotangents · J) ⊙ delta over H, [K, 1, S]. */
  product: 'path.product',
} as const;

/**
 * Derivative graph of the encoder from a layer's input to the embedding.
 * Throws UnsupportedNode where an operator on the path has no rule.
 */
export function derivativeGraph(encoder: Encoder, layer: number, mode: Mode): Graph {
  const above = encoder.above(layer);
  const cut = encoder.layer(layer).value;
  const emit = new Emitter('d.');
  const before = emit.op('Mul', [PATH.delta, PATH.alpha]);
  const seed = mode === 'forward' ? selectedDelta(emit) : PATH.cotangents;
  const preamble = emit.nodes.splice(0);
  const product =
    mode === 'forward'
      ? pushForward(above, encoder.types, emit, { from: cut, to: EMBEDDING, seed })
      : contracted(emit, pullBack(above, encoder.types, emit, { from: cut, to: EMBEDDING, seed }));
  if (product === undefined) {
    throw new Error(`Derivative: expected ${EMBEDDING} to depend on ${cut}`);
  }
  const whole: Graph = {
    name: `${above.name}.${mode}`,
    inputs: [
      ...[PATH.origin, PATH.delta, PATH.alpha].map(float32),
      float32(mode === 'forward' ? PATH.select : PATH.cotangents),
      ...above.inputs.filter((input) => input.name !== cut),
    ],
    outputs: [float32(PATH.product)],
    initializers: new Map([...above.initializers, ...emit.initializers]),
    nodes: [
      ...preamble,
      node('Add', [PATH.origin, before], cut),
      ...above.nodes,
      ...emit.nodes,
      node('Identity', [product], PATH.product),
    ],
  };
  return subgraph(whole, { to: whole.outputs });
}

/** [K, 1, S, H]: delta at the selected positions, zero elsewhere. */
function selectedDelta(emit: Emitter): Value {
  return emit.op('Mul', [PATH.delta, emit.op('Unsqueeze', [PATH.select, emit.int64([1, 3])])]);
}

/** [K, 1, S, H] · delta → [K, 1, S]. */
function contracted(emit: Emitter, gradient: Value | undefined): Value | undefined {
  if (gradient === undefined) return undefined;
  const product = emit.op('Mul', [gradient, PATH.delta]);
  return emit.op('ReduceSum', [product, emit.int64([-1])], { keepdims: int(0) });
}

function node(opType: string, inputs: readonly Value[], output: Value): Node {
  return { name: output, opType, domain: '', inputs, outputs: [output], attributes: new Map() };
}

const float32 = (name: string): ValueInfo => ({ name, dtype: 'float32', dims: undefined });
