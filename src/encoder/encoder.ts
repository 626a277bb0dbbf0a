/**
 * A sentence encoder ready to be explained: a float graph from token ids to the unnormalised
 * embedding, its layer boundaries, and a session that encodes.
 */
import type { Graph, Model } from '../onnx/graph.js';
import { subgraph, withGraph } from '../onnx/subgraph.js';
import type { ValueTypes } from '../onnx/valueType.js';
import { int64 } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';
import { GraphError, type Layer, findLayers } from './layers.js';
import { measureTypes } from './measureTypes.js';
import { EMBEDDING, type Pooling, withPooling } from './pooling.js';
import { type Runtime, type Session, type Tensors, RunError } from './runtime.js';

export interface Encoding {
  /** e(x): [D], not normalised. */
  readonly embedding: Float32Array;
  /** Hidden state [1, S, H] that enters each layer. */
  readonly hidden: readonly Tensor<'float32'>[];
}

export class Encoder {
  private constructor(
    readonly layers: readonly Layer[],
    /** From the ids to EMBEDDING, constants folded. */
    readonly graph: Graph,
    readonly types: ValueTypes,
    readonly runtime: Runtime,
    private readonly model: Model,
    private readonly ids: string,
    private readonly session: Session,
  ) {}

  /**
   * @param model in canonical form (onnx/canonical)
   * @param vocabulary ids below it are safe to measure with
   * Throws GraphError where the model is no text encoder. Cost: two sessions and three short runs.
   */
  static async load(
    model: Model,
    runtime: Runtime,
    { pooling, vocabulary }: { readonly pooling: Pooling; readonly vocabulary: number },
  ): Promise<Encoder> {
    const ids = idsInput(model.graph);
    const pooled = withGraph(model, withPooling(model.graph, hiddenOutput(model.graph), pooling));
    const sample = (tokens: number) =>
      Array.from({ length: tokens }, (_, i) => Math.min(i + 5, vocabulary - 1));
    const { graph, types } = await measureTypes(pooled, runtime, ids, (tokens) =>
      feedsFor(pooled.graph, ids, sample(tokens)),
    );
    const layers = findLayers(graph, types, ids, EMBEDDING);
    const to = [EMBEDDING, ...layers.map((layer) => layer.value)];
    const outputs = to.map((name) => ({ name, dtype: 'float32' as const, dims: undefined }));
    const session = await runtime.open(withGraph(model, subgraph(graph, { to: outputs })));
    return new Encoder(layers, graph, types, runtime, model, ids, session);
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

  /** One run of the whole graph. Throws RunError where the embedding is not finite. */
  async encode(ids: readonly number[]): Promise<Encoding> {
    const outputs = await this.session.run(this.feeds(ids));
    const hidden = this.layers.map(({ value }) => float32(outputs, value));
    return { embedding: float32(outputs, EMBEDDING).data, hidden };
  }

  /** Values for every input of the graph that one text without padding determines. */
  feeds(ids: readonly number[]): Tensors {
    return feedsFor(this.graph, this.ids, ids);
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

function idsInput(graph: Graph): string {
  const name = graph.inputs.find((input) =>
    /(^|[._])(input_?ids|tokens|ids)$/i.test(input.name),
  )?.name;
  if (name !== undefined) return name;
  const names = graph.inputs.map((input) => input.name).join(', ');
  throw new GraphError(`Encoder: expected an input named input_ids, got ${names || 'none'}`);
}

const HIDDEN_OUTPUTS = ['last_hidden_state', 'token_embeddings', 'hidden_states'];

function hiddenOutput(graph: Graph): string {
  const names = graph.outputs.map((output) => output.name);
  const name = HIDDEN_OUTPUTS.find((known) => names.includes(known)) ?? names[0];
  if (name !== undefined) return name;
  throw new GraphError('Encoder: expected an output, got none');
}

function feedsFor(graph: Graph, ids: string, values: readonly number[]): Tensors {
  const dims = [1, values.length];
  return Object.fromEntries(
    graph.inputs.map((input): [string, Tensor] => {
      const content = contentOf(input.name, ids, values);
      if (input.dtype === 'int32') {
        return [input.name, { dtype: 'int32', dims, data: Int32Array.from(content) }];
      }
      return [input.name, int64(dims, content)];
    }),
  );
}

function contentOf(name: string, ids: string, values: readonly number[]): readonly number[] {
  if (name === ids) return values;
  if (/mask/i.test(name)) return values.map(() => 1);
  if (/type|segment/i.test(name)) return values.map(() => 0);
  if (/position/i.test(name)) return values.map((_, i) => i);
  throw new GraphError(
    `Encoder: expected inputs for ids, mask, token types or positions, got ${name}`,
  );
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
