/**
 * The graphs that quadrature nodes need: derivatives of the embedding along the straight path
 * x(α) = origin + α · delta of a layer's hidden state.
 */
import {
  UnknownShape,
  factored,
  factoredApart,
  linearProgram,
} from '../autodiff/factored/factor.js';
import { pullBack, pushForward } from '../autodiff/differentiate.js';
import { Emitter, type Primal, type Value, int } from '../autodiff/emitter.js';
import { UnsupportedNode } from '../autodiff/rule.js';
import { selectEarly } from '../autodiff/selectEarly.js';
import { type Stages, stagesOf } from '../autodiff/stages.js';
import { transposed } from '../autodiff/transpose.js';
import type { Encoder } from '../encoder/encoder.js';
import { EMBEDDING } from '../encoder/pooling.js';
import type { Graph, Node, ValueInfo } from '../onnx/graph.js';
import { subgraph } from '../onnx/subgraph.js';
import { type Dim, fixedDim } from '../onnx/valueType.js';

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
  /** The network's embedding of the point, [1, D]. */
  embedding: 'path.embedding',
} as const;

const TOKENS: Dim = { fixed: 0, perToken: 1 };
/** The direction axis: of any size. */
const DIRECTIONS: Dim = null;
const ONE = fixedDim(1);

export interface DerivativeGraph {
  /** Everything in one: for as many directions as one run takes. */
  readonly whole: Graph;
  /** The same in two: what all directions share, and what is run on it once a chunk of them. */
  readonly stages: () => Stages;
}

/**
 * Derivative graph of the encoder from a layer's input to the embedding, with as few operations as
 * linear algebra allows (autodiff/factored).
 * Throws UnsupportedNode where an operator on the path has no rule.
 */
export function derivativeGraph(encoder: Encoder, layer: number, mode: Mode): DerivativeGraph {
  try {
    return factoredDerivative(encoder, layer, mode);
  } catch (error) {
    // Shapes that nothing tells, or a derivative that cannot be transposed: the rules' own is exact, too.
    if (!(error instanceof UnknownShape || error instanceof UnsupportedNode)) throw error;
    return plainDerivative(encoder, layer, mode);
  }
}

/** As `derivativeGraph`; throws UnknownShape where a value's shape cannot be told. */
export const factoredDerivative = (encoder: Encoder, layer: number, mode: Mode): DerivativeGraph =>
  new PathDerivative(encoder, layer, 'factored').derivative(mode);

/** The same derivative as the rules give it, one by one. */
export const plainDerivative = (encoder: Encoder, layer: number, mode: Mode): DerivativeGraph =>
  new PathDerivative(encoder, layer, 'plain').derivative(mode);

class PathDerivative {
  readonly #emit: Emitter;
  readonly #primal: Primal;
  readonly #cut: Value;

  constructor(
    encoder: Encoder,
    layer: number,
    private readonly how: 'factored' | 'plain',
  ) {
    const own: Primal = { graph: encoder.above(layer), types: encoder.types };
    const { graph: above, types: known } = how === 'plain' ? own : selectEarly(own);
    this.#cut = encoder.layer(layer).value;
    const hidden = fixedDim(encoder.hiddenSize);
    const [onPath, embedding] = [[ONE, TOKENS, hidden], fixedDim(encoder.embeddingSize)];
    const types = new Map(known);
    const declare = (name: string, shape: readonly Dim[]) =>
      types.set(name, { dtype: 'float32', shape });
    declare(PATH.origin, onPath);
    declare(PATH.delta, onPath);
    declare(PATH.alpha, [ONE]);
    declare(PATH.select, [DIRECTIONS, TOKENS]);
    declare(PATH.cotangents, [DIRECTIONS, ONE, embedding]);
    declare(FORMAL.select, [ONE, TOKENS]);
    declare(FORMAL.cotangents, [ONE, ONE, embedding]);
    const path = [
      node('Mul', [PATH.delta, PATH.alpha], MOVED),
      node('Add', [PATH.origin, MOVED], this.#cut),
    ];
    const graph: Graph = {
      ...above,
      inputs: [
        ...[PATH.origin, PATH.delta, PATH.alpha, PATH.select, PATH.cotangents].map(
          (name): ValueInfo => ({
            name,
            dtype: 'float32',
            dims: types.get(name)?.shape.map(sizeName),
          }),
        ),
        ...above.inputs.filter((input) => input.name !== this.#cut),
      ],
      nodes: [...path, ...above.nodes],
    };
    this.#primal = { graph, types };
    this.#emit = new Emitter('d.', this.#primal);
  }

  derivative(mode: Mode): DerivativeGraph {
    const product = this.#product(mode);
    if (product === undefined) {
      throw new Error(`Derivative: expected ${EMBEDDING} to depend on ${this.#cut}`);
    }
    const { graph } = this.#primal;
    const all: Graph = {
      ...graph,
      name: `${graph.name}.${mode}`,
      outputs: [float32(PATH.product), float32(PATH.embedding)],
      initializers: new Map([...graph.initializers, ...this.#emit.initializers]),
      nodes: [
        ...graph.nodes,
        ...this.#emit.nodes,
        node('Identity', [product], PATH.product),
        node('Identity', [EMBEDDING], PATH.embedding),
      ],
    };
    const whole = subgraph(all, { to: all.outputs });
    const seed = mode === 'forward' ? PATH.select : PATH.cotangents;
    return {
      whole,
      stages: () => stagesOf(whole, new Set([seed]), (name) => this.#described(name)),
    };
  }

  /** A value as an input of a graph: sizes that the runtime knows to be equal share memory. */
  #described(name: Value): ValueInfo | undefined {
    const type = this.#emit.typeOf(name);
    return type && { name, dtype: type.dtype, dims: type.shape.map(sizeName) };
  }

  #product(mode: Mode): Value | undefined {
    if (this.how === 'plain') return mode === 'forward' ? this.#push(PATH.select) : this.#pull();
    return mode === 'forward' ? this.#forward() : this.#reverse(PATH.cotangents, factored);
  }

  /** J · (select ⊙ delta) as the rules give it: [K, 1, D]. */
  #push(select: Value): Value | undefined {
    const seed = this.#selectedDelta(select);
    return pushForward(this.#above(), this.#primal.types, this.#emit, {
      from: this.#cut,
      to: EMBEDDING,
      seed,
    });
  }

  /** (cotangents · J) ⊙ delta over H as the rules give it: [K, 1, S]. */
  #pull(): Value | undefined {
    const emit = this.#emit;
    const gradient = pullBack(this.#above(), this.#primal.types, emit, {
      from: this.#cut,
      to: EMBEDDING,
      seed: PATH.cotangents,
    });
    if (gradient === undefined) return undefined;
    const product = emit.op('Mul', [gradient, PATH.delta]);
    return emit.op('ReduceSum', [product, emit.int64([-1])], { keepdims: int(0) });
  }

  /**
   * The transpose of the forward derivative, which starts from one position at a time: [K, 1, S]. What
   * does not depend on the cotangent is contracted with delta first, not per cotangent.
   */
  #reverse(cotangents: Value, how: typeof factored): Value | undefined {
    const tangent = this.#factored(factoredApart, FORMAL.select, this.#push(FORMAL.select));
    // [K, 1, D] → [K, 1, 1, D]: the formal direction of the forward derivative.
    const seed = this.#emit.op('Unsqueeze', [cotangents, this.#emit.int64([1])]);
    const product = this.#transposed(FORMAL.select, tangent, seed);
    return this.#factored(how, cotangents, product);
  }

  /** The transpose of the transpose: [K, 1, D]. Contracts what pooling sums up before it is multiplied. */
  #forward(): Value | undefined {
    const emit = this.#emit;
    const contributions = this.#reverse(FORMAL.cotangents, factoredApart);
    const seed = emit.op('Unsqueeze', [PATH.select, emit.int64([1, 2])]);
    const product = this.#transposed(FORMAL.cotangents, contributions, seed);
    const tangent = this.#factored(factored, PATH.select, product);
    return tangent && emit.op('Squeeze', [tangent, emit.int64([1])]);
  }

  #factored(how: typeof factored, seed: Value, result: Value | undefined): Value | undefined {
    const emit = this.#emit;
    return result && how(emit, linearProgram(emit.nodes, seed, result));
  }

  #transposed(of: Value, result: Value | undefined, seed: Value): Value | undefined {
    if (result === undefined) return undefined;
    const program = linearProgram(this.#emit.nodes, of, result);
    return transposed(this.#emit, this.#primal, program, seed);
  }

  #above(): Graph {
    const { graph } = this.#primal;
    return { ...graph, nodes: graph.nodes.slice(2) };
  }

  /** [K, 1, S, H]: delta at the selected positions, zero elsewhere. */
  #selectedDelta(select: Value): Value {
    const emit = this.#emit;
    return emit.op('Mul', [PATH.delta, emit.op('Unsqueeze', [select, emit.int64([1, 3])])]);
  }
}

/** Seeds of derivatives that are transposed before they are run: one direction. */
const FORMAL = { select: 'formal.select', cotangents: 'formal.cotangents' } as const;

const MOVED = 'path.moved';

function node(opType: string, inputs: readonly Value[], output: Value): Node {
  return { name: output, opType, domain: '', inputs, outputs: [output], attributes: new Map() };
}

const float32 = (name: string): ValueInfo => ({ name, dtype: 'float32', dims: undefined });

/** How sizes are named to the runtime: equal names are equal sizes. */
function sizeName(dim: Dim): number | string {
  if (dim === null) return 'K';
  const { fixed, perToken } = dim;
  return perToken === 0 ? fixed : `${perToken}S+${fixed}`;
}
