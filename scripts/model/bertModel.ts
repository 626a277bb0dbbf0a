import type { Attribute, Model, ValueInfo } from '../../src/onnx/graph.js';
import { int64 } from '../../src/tensor/create.js';
import { bertConfig as config } from './bertConfig.js';
import { GraphBuilder } from './GraphBuilder.js';
import type { QuantisedTensor } from './tfjsWeights.js';

const int = (value: number): Attribute => ({ type: 'int', value });
const ints = (value: readonly number[]): Attribute => ({ type: 'ints', value });
const float = (value: number): Attribute => ({ type: 'float', value });

const headSize = config.hidden_size / config.num_attention_heads;
/** Smallest float32: what transformers adds where the mask is 0; −∞ would make empty rows NaN. */
const masked = -3.4028234663852886e38;

/**
 * BERT (Devlin et al. 2019, arXiv:1810.04805) as a standard ONNX graph: opset 20, post-norm,
 * exact GELU, matrices uint8 behind DequantizeLinear.
 *
 * Inputs input_ids, attention_mask, token_type_ids: int64 [B, S], S ≤ 512. Output
 * last_hidden_state: float32 [B, S, 384]. Pooling and normalisation are left to the caller, as in
 * the Hub's own ONNX files. Values are named as PyTorch's exporter would.
 */
export function bertModel(weights: ReadonlyMap<string, QuantisedTensor>): Model {
  const tokens = (name: string): ValueInfo => ({
    name,
    dtype: 'int64',
    dims: ['batch', 'sequence'],
  });
  const output: ValueInfo = {
    name: 'last_hidden_state',
    dtype: 'float32',
    dims: ['batch', 'sequence', config.hidden_size],
  };
  const inputs = ['input_ids', 'attention_mask', 'token_type_ids'].map(tokens);
  return {
    irVersion: 9,
    opsets: new Map([['', 20]]),
    producer: 'hitlight',
    metadata: new Map([
      ['license', 'Apache-2.0'],
      ['origin', 'https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2'],
    ]),
    graph: new BertGraph(weights).build(inputs, output),
  };
}

class BertGraph {
  readonly #weights: ReadonlyMap<string, QuantisedTensor>;
  readonly #graph = new GraphBuilder();

  constructor(weights: ReadonlyMap<string, QuantisedTensor>) {
    this.#weights = weights;
  }

  build(inputs: readonly ValueInfo[], output: ValueInfo) {
    this.#shared();
    const mask = this.#mask();
    let hidden = this.#embeddings();
    for (let layer = 0; layer < config.num_hidden_layers; layer++) {
      const isLast = layer === config.num_hidden_layers - 1;
      hidden = this.#layer(layer, hidden, mask, isLast ? output.name : undefined);
    }
    return this.#graph.graph('all-MiniLM-L6-v2', inputs, [output]);
  }

  /** Constants of all layers. In a Reshape, 0 keeps the dimension: batch and sequence. */
  #shared(): void {
    const heads = config.num_attention_heads;
    this.#graph.int64s('split_heads_shape', [0, 0, heads, headSize]);
    this.#graph.int64s('merge_heads_shape', [0, 0, config.hidden_size]);
    this.#graph.scalar('attention_scale', Math.sqrt(headSize));
  }

  /** [B, 1, 1, S]: 0 where attended, the smallest float where not. Added to the scores. */
  #mask(): string {
    const g = this.#graph;
    const asFloat = g.node('/mask', 'Cast', ['attention_mask'], { to: int(1) });
    const inverted = g.node('/mask', 'Sub', [g.scalar('mask_one', 1), asFloat]);
    const additive = g.node('/mask', 'Mul', [inverted, g.scalar('mask_value', masked)]);
    return g.node('/mask', 'Unsqueeze', [additive, g.int64s('mask_axes', [1, 2])]);
  }

  /** Sum of word, position and token-type embeddings, normalised: [B, S, H]. */
  #embeddings(): string {
    const g = this.#graph;
    const path = '/embeddings';
    const shape = g.node(path, 'Shape', ['input_ids'], { start: int(1), end: int(2) });
    const length = g.node(path, 'Squeeze', [shape, g.int64s('length_axes', [0])]);
    const position = g.node(path, 'Range', [
      g.constant('range_start', int64([], [0])),
      length,
      g.constant('range_step', int64([], [1])),
    ]);
    const rows = (kind: string, table: string, indices: string) =>
      g.rows(`${path}/${kind}`, `embeddings.${kind}.weight`, this.#weight(table), indices);
    const words = rows('word_embeddings', 'unknown', 'input_ids');
    const types = rows('token_type_embeddings', 'unknown_1', 'token_type_ids');
    const positions = rows('position_embeddings', 'unknown_0', position);
    const typed = g.node(path, 'Add', [words, types]);
    const placed = g.node(`${path}/position_embeddings`, 'Add', [typed, positions]);
    return this.#layerNorm('/embeddings', 'embeddings', placed);
  }

  #layer(layer: number, hidden: string, mask: string, output: string | undefined): string {
    const g = this.#graph;
    const path = `/encoder/layer.${String(layer)}`;
    const source = `encoder/layer_._${String(layer)}`;
    const context = this.#attention(`${path}/attention/self`, source, hidden, mask);
    const projected = this.#dense(
      `${path}/attention/output/dense`,
      `${source}/attention/output/dense`,
      context,
    );
    const attended = this.#layerNorm(
      `${path}/attention/output`,
      `${source}/attention/output`,
      g.node(`${path}/attention/output`, 'Add', [projected, hidden]),
    );
    const wide = this.#dense(
      `${path}/intermediate/dense`,
      `${source}/intermediate/dense`,
      attended,
    );
    const active = g.node(`${path}/intermediate`, 'Gelu', [wide]);
    const narrow = this.#dense(`${path}/output/dense`, `${source}/output/dense`, active);
    return this.#layerNorm(
      `${path}/output`,
      `${source}/output`,
      g.node(`${path}/output`, 'Add', [narrow, attended]),
      output,
    );
  }

  /** softmax(Q Kᵀ / √32 + mask) V over 12 heads: [B, S, H] to [B, S, H]. */
  #attention(path: string, source: string, hidden: string, mask: string): string {
    const g = this.#graph;
    const heads = (role: string, perm: readonly number[]) => {
      const part = `${path}/${role}`;
      const flat = this.#dense(part, `${source}/attention/self/${role}`, hidden);
      const split = g.node(part, 'Reshape', [flat, 'split_heads_shape']);
      return g.node(part, 'Transpose', [split], { perm: ints(perm) });
    };
    const query = heads('query', [0, 2, 1, 3]);
    // Transposed at once: [B, heads, 32, S].
    const key = heads('key', [0, 2, 3, 1]);
    const value = heads('value', [0, 2, 1, 3]);
    const raw = g.node(`${path}/scores`, 'MatMul', [query, key]);
    const scaled = g.node(`${path}/scores`, 'Div', [raw, 'attention_scale']);
    const scores = g.node(`${path}/scores`, 'Add', [scaled, mask]);
    const weights = g.node(path, 'Softmax', [scores], { axis: int(-1) });
    const context = g.node(`${path}/context`, 'MatMul', [weights, value]);
    const merged = g.node(`${path}/context`, 'Transpose', [context], { perm: ints([0, 2, 1, 3]) });
    return g.node(`${path}/context`, 'Reshape', [merged, 'merge_heads_shape']);
  }

  /** x W + b. TensorFlow kernels are [in, out], as MatMul wants them. */
  #dense(path: string, source: string, input: string): string {
    const g = this.#graph;
    const name = path.slice(1).replaceAll('/', '.');
    const kernel = this.#weight(`${bertScope}/${source}/Tensordot/ReadVariableOp`);
    const bias = this.#weight(`${bertScope}/${source}/BiasAdd/ReadVariableOp`);
    const product = g.node(path, 'MatMul', [input, g.matrix(path, `${name}.weight`, kernel)]);
    return g.node(path, 'Add', [product, g.vector(`${name}.bias`, bias)]);
  }

  #layerNorm(path: string, source: string, input: string, output?: string): string {
    const g = this.#graph;
    const name = `${path.slice(1).replaceAll('/', '.')}.LayerNorm`;
    const scale = this.#weight(`${bertScope}/${source}/LayerNorm/batchnorm/mul/ReadVariableOp`);
    const bias = this.#weight(`${bertScope}/${source}/LayerNorm/batchnorm/ReadVariableOp`);
    return g.node(
      `${path}/LayerNorm`,
      'LayerNormalization',
      [input, g.vector(`${name}.weight`, scale), g.vector(`${name}.bias`, bias)],
      { axis: int(-1), epsilon: float(config.layer_norm_eps) },
      output,
    );
  }

  #weight(name: string): QuantisedTensor {
    const weight = this.#weights.get(name);
    if (weight === undefined) throw new Error(`Model weights: expected ${name}, got none`);
    return weight;
  }
}

const bertScope = 'StatefulPartitionedCall/model/tf_bert_model/bert';
