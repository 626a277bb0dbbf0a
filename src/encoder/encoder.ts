/**
 * A sentence encoder ready to be explained: a float graph from token ids to the unnormalised
 * embedding, its layer boundaries, and a session that encodes.
 */
import { inlineConstantIfs } from '../onnx/canonical/inlineConstantIfs.js';
import type { Graph, Model } from '../onnx/graph.js';
import { subgraph, withGraph } from '../onnx/subgraph.js';
import type { ValueTypes } from '../onnx/valueType.js';
import type { Tensor } from '../tensor/tensor.js';
import { type ExactReference, exactReferenceIds } from './exactReference.js';
import { feedsFor, feedsForRows, idsInput } from './feeds.js';
import { GraphError, type Layer, findLayers } from './layers.js';
import { measureTypes } from './measureTypes.js';
import { ModelError } from './modelError.js';
import { EMBEDDING, POOLING_MODES, type Pooling, withPooling } from './pooling.js';
import { type Runtime, type Session, type Tensors, RunError } from './runtime.js';

export interface Encoding {
  /** e(x): [D], not normalised; of an exact encoder e(x) − e(r_x). */
  readonly embedding: Float32Array;
  /** The network's own embedding: [D]; the same where the encoder is not exact. */
  readonly network: Float32Array;
  /** Hidden state [1, S, H] that enters each layer. */
  readonly hidden: readonly Tensor<'float32'>[];
}

export interface EncoderOptions {
  readonly pooling: Pooling | undefined;
  readonly vocabulary?: number | undefined;
  /** The encoder is exact: embeddings are differences from this reference's. */
  readonly exact?: ExactReference | undefined;
}

/** Origins of an exact encoder that are kept: one for each length of a text. */
const MOST_ORIGINS = 512;

export class Encoder {
  readonly #origins = new Map<string, Float32Array>();

  private constructor(
    readonly layers: readonly Layer[],
    /** From the ids to EMBEDDING, constants folded. */
    readonly graph: Graph,
    readonly types: ValueTypes,
    /** Ids below it have an embedding. */
    readonly vocabulary: number,
    readonly pooling: Pooling,
    readonly runtime: Runtime,
    private readonly model: Model,
    private readonly ids: string,
    private readonly session: Session,
    /** What makes it exact; undefined: embeddings are those of the network. */
    readonly exact: ExactReference | undefined,
  ) {}

  /**
   * @param model in canonical form (onnx/canonical)
   * @param pooling undefined where nothing says, which only a graph with a pooled output allows
   * @param vocabulary number of the tokenizer's ids, where there is one
   * Throws GraphError where the model is no text encoder, ModelError where pooling or tokenizer do not
   * fit it. Cost: two sessions and three short runs.
   */
  static async load(
    model: Model,
    runtime: Runtime,
    { pooling, vocabulary, exact }: EncoderOptions,
  ): Promise<Encoder> {
    const ids = idsInput(model.graph);
    const output = outputToPool(model.graph);
    const steps = output.pooled ? { modes: [], dense: [] } : pooling;
    if (!steps) {
      throw new ModelError(
        `Model: expected pooling in 1_Pooling/config.json or as an option (${POOLING_MODES.join(', ')}), got none`,
      );
    }
    const rows = vocabularyRows(model.graph, ids) ?? vocabulary ?? 1;
    if (vocabulary !== undefined && vocabulary > rows) {
      throw new ModelError(
        `Model: expected a tokenizer of at most ${rows} tokens, which the network embeds, got ${vocabulary}`,
      );
    }
    const pooled = withPooling(model.graph, output.name, steps);
    const sample = (tokens: number) =>
      Array.from({ length: tokens }, (_, i) => Math.min(i + 5, rows - 1));
    const measure = (graph: Graph) =>
      measureTypes(withGraph(model, graph), runtime, ids, (tokens) =>
        feedsFor(pooled.inputs, ids, sample(tokens)),
      );
    let { graph, types } = await measure(pooled);
    // Conditions on sizes are constants now; the branches taken have yet to be measured.
    const withoutIfs = inlineConstantIfs(graph);
    if (withoutIfs !== graph) ({ graph, types } = await measure(withoutIfs));
    const layers = findLayers(graph, types, ids, EMBEDDING);
    const session = await openEncoding(model, graph, layers, runtime);
    return new Encoder(layers, graph, types, rows, steps, runtime, model, ids, session, exact);
  }

  /**
   * The same encoder on another runtime; each is released for itself. What was measured stays.
   * Throws RunError. Cost: one session.
   */
  async on(runtime: Runtime): Promise<Encoder> {
    const { layers, graph, types, vocabulary: rows, pooling, model, ids, exact } = this;
    const session = await openEncoding(model, graph, layers, runtime);
    return new Encoder(layers, graph, types, rows, pooling, runtime, model, ids, session, exact);
  }

  /** D, the width of the embedding. */
  get embeddingSize(): number {
    return this.types.get(EMBEDDING)?.shape.at(-1)?.fixed ?? 0;
  }

  /** H, the width of the hidden states. */
  get hiddenSize(): number {
    return this.types.get(this.layer(0).value)?.shape.at(-1)?.fixed ?? 0;
  }

  layer(index: number): Layer {
    const layer = this.layers[index];
    if (layer) return layer;
    throw new GraphError(
      `Layers: expected a layer from 0 to ${this.layers.length - 1}, got ${index}`,
    );
  }

  /**
   * One run of the whole graph; of an exact encoder another one for each new length. Throws RunError
   * where the embedding is not finite.
   */
  async encode(ids: readonly number[]): Promise<Encoding> {
    const outputs = await this.session.run(this.feeds(ids));
    const hidden = this.layers.map(({ value }) => float32(outputs, value));
    const network = float32(outputs, EMBEDDING).data;
    return { embedding: await this.shifted(ids, network), network, hidden };
  }

  /** What e(ids) of the network is to the encoder: itself, or of an exact one e(ids) − e(its reference). */
  async shifted(ids: readonly number[], embedding: Float32Array): Promise<Float32Array> {
    if (!this.exact) return embedding;
    const reference = exactReferenceIds(ids, this.exact);
    // A reference is zero by definition, not only to rounding.
    if (reference.every((id, at) => id === ids[at])) return new Float32Array(embedding.length);
    const origin = await this.#origin(reference);
    return embedding.map((value, d) => value - (origin[d] ?? 0));
  }

  async #origin(reference: readonly number[]): Promise<Float32Array> {
    const key = reference.join(' ');
    const known = this.#origins.get(key);
    if (known) return known;
    const outputs = await this.session.run(this.feeds(reference));
    const origin = float32(outputs, EMBEDDING).data;
    if (this.#origins.size >= MOST_ORIGINS) this.#origins.clear();
    this.#origins.set(key, origin);
    return origin;
  }

  /** Values for every input of the graph that one text without padding determines. */
  feeds(ids: readonly number[]): Tensors {
    return feedsFor(this.graph.inputs, this.ids, ids);
  }

  /**
   * A session over the graph as it was before constants of one text alone were folded into it, so that
   * it takes several texts of one length: [B, S] → EMBEDDING [B, D], not shifted. Throws RunError.
   */
  openRows(): Promise<Session> {
    const { graph } = this.model;
    return this.open(withPooling(graph, outputToPool(graph).name, this.pooling));
  }

  /** Values for every input of that session. */
  rowFeeds(rows: readonly (readonly number[])[]): Tensors {
    return feedsForRows(this.model.graph.inputs, this.ids, rows);
  }

  /** The part of the graph from a layer's input to the embedding. */
  above(layer: number): Graph {
    const from = [{ name: this.layer(layer).value, dtype: 'float32' as const, dims: undefined }];
    return subgraph(this.graph, { from, to: this.graph.outputs });
  }

  /** A session over a graph made from this encoder's. */
  open(graph: Graph): Promise<Session> {
    return this.runtime.open(withGraph(this.model, graph));
  }

  release(): Promise<void> {
    return this.session.release();
  }
}

/** The session that encodes: the embedding and what enters each layer. */
function openEncoding(
  model: Model,
  graph: Graph,
  layers: readonly Layer[],
  runtime: Runtime,
): Promise<Session> {
  const to = [EMBEDDING, ...layers.map((layer) => layer.value)];
  const outputs = to.map((name) => ({ name, dtype: 'float32' as const, dims: undefined }));
  return runtime.open(withGraph(model, subgraph(graph, { to: outputs })));
}

const HIDDEN_OUTPUTS = ['last_hidden_state', 'token_embeddings', 'hidden_states'];
const POOLED_OUTPUTS = ['sentence_embedding', 'embeddings', 'pooler_output'];

/** The output to pool, hidden states where there are any. Throws GraphError. */
export function outputToPool({ outputs }: Graph): {
  readonly name: string;
  readonly pooled: boolean;
} {
  const named = (names: readonly string[]) =>
    outputs.find((output) => names.includes(output.name) && output.dims?.length !== 2);
  const hidden = named(HIDDEN_OUTPUTS) ?? outputs.find((output) => output.dims?.length === 3);
  if (hidden) return { name: hidden.name, pooled: false };
  const pooled =
    outputs.find((output) => POOLED_OUTPUTS.includes(output.name)) ??
    outputs.find((output) => output.dims?.length === 2);
  if (pooled) return { name: pooled.name, pooled: true };
  const [first] = outputs;
  if (first) return { name: first.name, pooled: false };
  throw new GraphError('Encoder: expected an output, got none');
}

/** Rows of the table that ids are looked up in, where it is a constant. */
function vocabularyRows(graph: Graph, ids: string): number | undefined {
  const lookUp = graph.nodes.find(
    (node) =>
      node.opType === 'Gather' &&
      node.inputs[1] === ids &&
      graph.initializers.has(node.inputs[0] ?? ''),
  );
  return graph.initializers.get(lookUp?.inputs[0] ?? '')?.dims[0];
}

function float32(outputs: Tensors, name: string): Tensor<'float32'> {
  const tensor = outputs[name];
  if (tensor?.dtype !== 'float32') {
    throw new RunError(`Run: expected float32 for ${name}, got ${tensor?.dtype ?? 'nothing'}`);
  }
  const bad = tensor.data.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return tensor;
  throw new RunError(`Run: expected finite values in ${name}, got ${tensor.data[bad]} at ${bad}`);
}
